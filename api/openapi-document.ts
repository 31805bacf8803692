import type Router from '@koa/router'
import {
  type Answer,
  METHODS,
  type Method,
  type OpenApi,
  type Operation,
} from '@orrery/shared/openapi'
import { costOf } from './call-costs.ts'
import { type Documentation, documentationIn, GROUPS } from './openapi.ts'
import { headers, securitySchemes } from './openapi-components.ts'
import { COMMON, REFUSALS, type RefusalCode } from './openapi-refusals.ts'
import { jsonSchemaOf, pathParameterOf, queryParametersOf, type Schemas } from './openapi-schema.ts'
import { QUOTA_HEADERS } from './quota-headers.ts'

/** What is served: a path as the router writes it, and what is said of it. */
export type Route = { path: string; method: Method; documentation: Documentation | undefined }

export function routesIn(router: Router): Route[] {
  return router.stack.flatMap(({ path, methods, stack }) =>
    METHODS.filter((method) => methods.includes(method.toUpperCase())).map((method) => ({
      path: String(path),
      method,
      documentation: documentationIn(stack),
    })),
  )
}

/** The OpenAPI document of all routes that say what they promise. */
export function openApiOf(routes: readonly Route[]): OpenApi {
  const schemas: Schemas = new Map()
  const paths: OpenApi['paths'] = {}
  const groups = new Set<string>()
  for (const { path, method, documentation } of routes) {
    if (documentation === undefined) continue
    groups.add(documentation.group)
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method]: operationOf(path, documentation, schemas) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Orrery', version: '1', description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: Object.entries(GROUPS)
      .filter(([name]) => groups.has(name))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: sorted(schemas), headers, securitySchemes },
    security: [{}, ...KEYS],
  }
}

/** Either way to send a key. */
const KEYS = Object.keys(securitySchemes).map((name) => ({ [name]: [] }))

const DESCRIPTION =
  'Every like, repost, reply, quote and mention of the atproto network of the last days, and who ' +
  'links to what. Every call but those of the Python tracker may be used without a key, all from any ' +
  'origin.'

function operationOf(path: string, said: Documentation, schemas: Schemas): Operation {
  const names = Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name)
  const { id, group, summary, description, query, params, body, keyed } = said
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description && { description }),
    ...(keyed && { security: KEYS }),
    parameters: [
      ...names.map((name) => pathParameterOf(name, params?.[name])),
      ...(query ? queryParametersOf(query) : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchemaOf(body, schemas) } },
      },
    }),
    responses: { ...answersOf(path, said, schemas), ...refusalsOf(path, said) },
  }
}

function answersOf(
  path: string,
  { answer, headers = [] }: Documentation,
  schemas: Schemas,
): Record<string, Answer> {
  const limited = costOf(path) > 0 ? QUOTA_HEADERS : []
  if ('protocol' in answer) {
    return { 101: { description: answer.description, headers: referencesTo(limited) } }
  }
  const all = referencesTo(['Cache-Control', ...headers, ...limited])
  if (!('media' in answer)) {
    const content = { [JSON_MEDIA]: { schema: jsonSchemaOf(answer, schemas) } }
    return { 200: { description: 'The answer.', headers: all, content } }
  }
  const { media, description } = answer
  const content = { [media]: { schema: media === JSON_MEDIA ? {} : { type: 'string' } } }
  return { 200: { description, headers: all, content } }
}

const JSON_MEDIA = 'application/json'

function refusalsOf(path: string, said: Documentation) {
  const { refusals = [], storeless, notFound = 404 } = said
  const codes = new Set<RefusalCode>([
    ...COMMON,
    ...refusals,
    ...(costOf(path) > 0 ? (['RateLimitExceeded'] as const) : []),
    ...(storeless ? [] : (['StoreUnavailable'] as const)),
  ])
  const byStatus = Map.groupBy(codes, (code) => {
    const [status]: readonly [number, string] = REFUSALS[code]
    return status === 404 ? notFound : status
  })
  return Object.fromEntries(
    Array.from(byStatus, ([status, some]) => [status, refusalOf(status, some, said)] as const),
  )
}

function refusalOf(status: number, codes: RefusalCode[], { detailed }: Documentation): Answer {
  const error = { type: 'string', enum: codes }
  const text = { type: 'string' }
  const waits = status === 429 || status === 503
  return {
    description: codes.map((code) => `${code}: ${REFUSALS[code][1]}`).join(' '),
    ...(waits && { headers: referencesTo(['Retry-After']) }),
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { error, message: text, ...(detailed && { detail: text }) },
          required: ['error', 'message'],
        },
      },
    },
  }
}

function referencesTo(names: readonly string[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

function sorted(schemas: Schemas) {
  return Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
}
