import { expect, test } from 'vitest'
import type { JsonSchema } from './openapi.ts'
import { typeTextOf } from './schema-text.ts'

test.each<[JsonSchema, string]>([
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ type: 'string', enum: ['a', "b'c"] }, "'a' | 'b\\'c'"],
  [{ type: 'boolean', const: true }, 'true'],
  [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
  [
    {
      type: 'array',
      items: {
        anyOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { type: 'number' },
        ],
      },
    },
    '({\n  a: string\n} | number)[]',
  ],
  [
    { type: 'array', items: { type: 'array', prefixItems: [{ type: ['string', 'null'] }] } },
    '[string | null][]',
  ],
  [{ type: 'array', items: { $ref: '#/components/schemas/Row' } }, 'Row[]'],
  [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, '[string, number]'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
  [{ type: 'object', properties: {} }, 'Record<string, never>'],
  [
    { type: 'object', properties: { 'a.b': { type: 'string' }, c: {} }, required: ['c'] },
    "{\n  'a.b'?: string\n  c: unknown\n}",
  ],
])('%j is told in TypeScript', (schema, text) => {
  expect(typeTextOf(schema)).toBe(text)
})
