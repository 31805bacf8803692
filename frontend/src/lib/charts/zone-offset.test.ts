import { expect, test } from 'vitest'
import { zoneOffsetOf } from './zone-offset.ts'

const WINTER = Date.parse('2026-01-15T12:00:00Z')
const SUMMER = Date.parse('2026-07-15T12:00:00Z')
const HOUR = 3_600_000

test.each([
  ['UTC', WINTER, 0],
  ['Europe/Berlin', WINTER, 1],
  ['Europe/Berlin', SUMMER, 2],
  ['America/Sao_Paulo', WINTER, -3],
  ['Asia/Kolkata', WINTER, 5.5],
  ['America/St_Johns', WINTER, -3.5],
])('%s at %d is %d hours ahead of UTC', (zone, at, hours) => {
  expect(zoneOffsetOf(zone, at)).toBe(hours * HOUR)
})
