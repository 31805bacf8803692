import { expect, test } from 'vitest'
import { delayOf, failuresAfter } from './backoff.ts'

test.each([
  [0, 1000],
  [1, 2000],
  [5, 32_000],
  [6, 60_000],
  [2000, 60_000],
])('after %i failures in a row the wait is anything up to %i ms', (failures, ceiling) => {
  expect(delayOf(failures, 0)).toBe(0)
  expect(delayOf(failures, 0.5)).toBe(ceiling / 2)
})

test.each([
  ['was refused', { events: 0, livedMs: 0 }, 4],
  ['opened and stayed silent', { events: 0, livedMs: 30_000 }, 4],
  ['delivered and broke at once', { events: 50, livedMs: 9999 }, 4],
  ['delivered for a while', { events: 50, livedMs: 10_000 }, 0],
])('after three failures a connection that %s leaves %o', (_, outcome, failures) => {
  expect(failuresAfter(3, outcome)).toBe(failures)
})
