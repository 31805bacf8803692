import { expect, test } from 'vitest'
import { earliestOf, successorOf } from './stream-id.ts'

test.each([
  ['0-0', '0-1'],
  ['1700000000000-9', '1700000000000-10'],
  ['5-18446744073709551615', '6-0'],
  ['9007199254740993-9007199254740993', '9007199254740993-9007199254740994'],
])('after the id %s the next one is %s', (id, next) => {
  expect(successorOf(id)).toBe(next)
})

test.each([
  [[], undefined],
  [['7-1'], '7-1'],
  [['10-0', '9-5', '9-12'], '9-5'],
  [['9007199254740993-1', '9007199254740992-1'], '9007199254740992-1'],
])('of the ids %j the earliest is %s: parts are numbers, not text', (ids, earliest) => {
  expect(earliestOf(ids)).toBe(earliest)
})
