import { expect, test } from 'vitest'
import { type Activity, activitySeriesOf } from './activity.ts'

const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
const activity: Activity = {
  ...{ did: 'me', handle: null, step: 'hour', sent: none, received: none },
  window: { from: '2026-11-20T10:30:00.000Z', to: '2026-11-20T13:30:00.000Z' },
  accounts: { sent: 0, received: 0, both: 0 },
  steps: [
    {
      at: '2026-11-20T12:00:00.000Z',
      sent: { ...none, like: 2, total: 2 },
      received: { ...none, reply: 1, total: 1 },
    },
  ],
}

test('a window has all its hours, what was sent below what was received', () => {
  const { times, step, series } = activitySeriesOf(activity, '2026-11-01T00:00:00.000Z')

  expect(times.map((time) => time.slice(11, 13))).toEqual(['10', '11', '12', '13'])
  expect(step).toBe(3_600_000)
  const shown = Object.fromEntries(series.map(({ name, values }) => [name, values]))
  expect(shown).toMatchObject({ 'sent-like': [0, 0, 2, 0], 'received-reply': [0, 0, 1, 0] })
  expect(series.filter(({ below }) => below).map(({ name }) => name)).toContain('sent-like')
})

test('of hours in which nobody watched nothing is known', () => {
  const { series } = activitySeriesOf(activity, '2026-11-20T11:20:00.000Z')
  expect(series[0]?.values).toEqual([null, 0, 0, 0])
})
