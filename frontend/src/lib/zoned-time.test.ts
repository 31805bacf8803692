import { expect, test } from 'vitest'
import { localTimeOf, timeOfLocal } from './zoned-time.ts'

test.each([
  ['UTC', '2026-11-20T13:05:00.000Z', '2026-11-20T13:05'],
  ['Europe/Berlin', '2026-11-20T13:05:00.000Z', '2026-11-20T14:05'],
  ['Europe/Berlin', '2026-07-01T22:30:00.000Z', '2026-07-02T00:30'],
  ['America/Sao_Paulo', '2026-11-20T01:00:00.000Z', '2026-11-19T22:00'],
  ['Asia/Kolkata', '2026-11-20T13:05:00.000Z', '2026-11-20T18:35'],
])('in %s %s is %s, and back', (zone, iso, local) => {
  expect(localTimeOf(iso, zone)).toBe(local)
  expect(timeOfLocal(local, zone)).toBe(iso)
})

test('just after clocks were changed the time is that of the new ones', () => {
  expect(timeOfLocal('2026-10-25T03:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000Z')
  expect(timeOfLocal('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
})

test.each(['', 'yesterday', '2026-11-20', '2026-13-40T00:00'])('%j is no time', (text) => {
  expect(timeOfLocal(text, 'UTC')).toBeUndefined()
})
