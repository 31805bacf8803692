import { expect, test } from 'vitest'
import { REFUSALS } from '../../../api/openapi-refusals.ts'
import { failureKindOf } from './failure-kind.ts'

test.each([
  [404, 'HandleNotFound', 'unknown'],
  [403, 'AccountPrivate', 'private'],
  [429, undefined, 'quota'],
  [404, undefined, 'page'],
  [404, 'ListNotFound', 'page'],
  [503, 'TooBusy', 'away'],
  [500, undefined, 'broken'],
  [500, 'constructor', 'broken'],
] as const)('%d with the code %s is of the kind %s', (status, code, kind) => {
  expect(failureKindOf(status, code)).toBe(kind)
})

test('every account that the API refuses to show has a page of its own', () => {
  const codes = Object.keys(REFUSALS).filter((code) => code.startsWith('Account'))
  const kinds = codes.map((code) => failureKindOf(404, code))
  expect(new Set(kinds).size).toBe(codes.length)
  expect(kinds).not.toContain('page')
})
