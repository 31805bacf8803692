import type { OpenApi } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { docsOf } from './docs.ts'

const limit = { type: 'integer', minimum: 1, maximum: 100, default: 10 }
const refusals = 'HandleNotFound: No account has this handle. AccountDeleted: It was deleted.'
const document: OpenApi = {
  openapi: '3.1.1',
  info: { title: '', version: '', description: '' },
  servers: [],
  tags: [{ name: 'Older calls', description: 'Some.' }],
  paths: {
    '/circles/{actor}': {
      get: {
        operationId: 'getCircle',
        tags: ['Older calls'],
        summary: 'A circle',
        parameters: [{ name: 'limit', in: 'query', required: false, schema: limit }],
        responses: {
          200: {
            description: 'It.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Circle' } } },
          },
          404: { description: refusals },
        },
      },
    },
  },
  components: {
    schemas: { Circle: { type: 'object', properties: { did: { type: 'string' } } } },
    headers: {},
    securitySchemes: {},
  },
  security: [],
}

test('calls stand in their groups, with what they take, answer and refuse', () => {
  const { groups, types } = docsOf(document)

  expect(groups).toMatchObject([{ name: 'Older calls', anchor: 'older-calls' }])
  expect(groups[0]?.calls).toMatchObject([
    {
      method: 'GET',
      shape: 'Circle',
      fields: [
        {
          name: 'limit',
          fallback: '10',
          limits: { range: { least: 1, most: 100 }, characters: null, times: null },
          isNumber: true,
        },
      ],
      refusals: [
        {
          status: '404',
          meanings: [
            'HandleNotFound: No account has this handle.',
            'AccountDeleted: It was deleted.',
          ],
        },
      ],
    },
  ])
  expect(types).toEqual([{ name: 'Circle', description: '', text: '{\n  did?: string\n}' }])
})
