import type { OpenApi } from '@orrery/shared/openapi'

/** The headers of answers that mean something here. */
export const headers: OpenApi['components']['headers'] = {
  'Cache-Control': {
    description: 'How long the answer may be given again.',
    schema: { type: 'string' },
  },
  ETag: { description: 'What the answer is known by.', schema: { type: 'string' } },
  'Orrery-Complete-Since': {
    description: 'From when on the index holds all links.',
    schema: { type: 'string', format: 'date-time' },
  },
  'RateLimit-Limit': {
    description: 'What may be asked in a minute.',
    schema: { type: 'integer' },
  },
  'RateLimit-Remaining': {
    description: 'What is left of it.',
    schema: { type: 'integer' },
  },
  'RateLimit-Reset': {
    description: 'Seconds until there is as much again.',
    schema: { type: 'integer' },
  },
  'RateLimit-Policy': {
    description: 'The limit and the seconds that it is for, as in `600;w=60`.',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds after which asking again makes sense.',
    schema: { type: 'integer' },
  },
}

/** A key may be sent in either way; none has to be. */
export const securitySchemes: OpenApi['components']['securitySchemes'] = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  bearer: { type: 'http', scheme: 'bearer' },
}
