import { noteGap } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import type { Sample } from '@orrery/shared/sample'
import { openSeries } from '@orrery/shared/series'
import { widenSeriesSpan } from '@orrery/shared/series-span'
import type { StatsSeries } from '@orrery/shared/stats'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import { expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'

const NOW = Date.parse('2026-11-20T12:34:56.000Z')
const LAST = Date.parse('2026-11-20T12:33:00.000Z')
const at = (time: string) => Date.parse(`2026-11-20T${time}Z`)
const clock = () => NOW

/** Events of these minutes, all of which were counted. */
async function store({ redis }: TestApi, counts: [at: number, events: number][]) {
  const series = openSeries(redis, { timeSeries: false }, clock)
  const samples = counts.map(([at, value]): Sample => ({ metric: 'events', at, value }))
  await series.setMany(samples)
  const moments = counts.map(([at]) => at)
  await widenSeriesSpan(redis, { from: Math.min(...moments), to: Math.max(...moments) + MINUTE })
  return series
}

async function ask(api: TestApi, query: string) {
  const { status, json } = await api.get(`/stats/series?${query}`)
  expect(status).toBe(200)
  return json as StatsSeries
}

test('without more, the hours of the last day are answered, as far as they were counted', async () => {
  await using api = await startApi({ clock })
  await store(api, [
    [at('09:59:00'), 3],
    [at('10:00:00'), 4],
    [LAST, 5],
  ])

  const { points, ...rest } = await ask(api, 'metric=events')
  expect(rest).toEqual({
    metric: 'events',
    step: 'hour',
    from: '2026-11-19T12:00:00.000Z',
    to: '2026-11-20T12:34:56.000Z',
    gaps: [],
  })
  expect(points).toHaveLength(25)
  expect(points.slice(-5)).toEqual([
    ['2026-11-20T08:00:00.000Z', null],
    ['2026-11-20T09:00:00.000Z', 3],
    ['2026-11-20T10:00:00.000Z', 4],
    ['2026-11-20T11:00:00.000Z', 0],
    ['2026-11-20T12:00:00.000Z', 5],
  ])
})

test('minutes without events are zero, in a gap they are null, and so is what is not counted yet', async () => {
  await using api = await startApi({ clock })
  await store(api, [
    [at('12:25:00'), 3],
    [at('12:30:00'), 4],
  ])
  const gap = { from: at('12:26:30'), to: at('12:28:10'), reason: 'it was night' }
  await noteGap(api.redis, gap)
  await noteGap(api.redis, { ...gap, from: at('11:00:00'), to: at('11:10:00') })

  const query = 'metric=events&step=minute&from=2026-11-20T13:24:30%2B01:00'
  const { points, gaps, from } = await ask(api, query)
  expect(from).toBe('2026-11-20T12:24:00.000Z')
  expect(points.map(([, value]) => value)).toEqual([
    ...[null, 3, null, null, null, 0, 4],
    ...[null, null, null, null],
  ])
  expect(gaps).toEqual([
    { from: '2026-11-20T12:26:30.000Z', to: '2026-11-20T12:28:10.000Z', reason: 'it was night' },
  ])
})

test('what is missing at present is a gap without an end', async () => {
  await using api = await startApi({ clock })
  await store(api, [[LAST - HOUR, 3]])
  const name = 'feed.example/v1'
  await api.redis.hSet(keys.feed, { name, url: 'wss://feed.example', connected: '0', paused: '' })
  await api.redis.set(keys.cursor(0, name), String((LAST - HOUR) * 1000))
  const present = {
    from: '2026-11-20T11:33:00.000Z',
    to: null,
    reason: 'the firehose is not connected',
  }

  expect((await ask(api, 'metric=events')).gaps).toEqual([present])
  expect((await ask(api, 'metric=events&to=2026-11-20T11:00:00Z')).gaps).toEqual([])
  expect((await api.get('/stats')).json).toMatchObject({ gaps: [present], lagSeconds: 3716 })
})

test('several metrics are answered in the order they were asked for', async () => {
  await using api = await startApi({ clock })
  const series = await store(api, [[LAST, 5]])
  await series.setSteps([{ metric: 'accounts', step: 'day', at: LAST, value: 2 }])

  const query = 'metric=posts:en&metric=accounts&metric=events&step=day&from=2026-11-20T00:00:00Z'
  const { json } = await api.get(`/stats/series?${query}`)
  const { series: answered } = json as { series: StatsSeries[] }
  expect(answered.map(({ metric, points }) => [metric, points])).toEqual([
    ['posts:en', [['2026-11-20T00:00:00.000Z', 0]]],
    ['accounts', [['2026-11-20T00:00:00.000Z', 2]]],
    ['events', [['2026-11-20T00:00:00.000Z', 5]]],
  ])
})

test('days are answered for thirty days, and minutes that are not kept any more are null', async () => {
  await using api = await startApi({ clock })
  await store(api, [[LAST, 5]])
  await widenSeriesSpan(api.redis, { from: NOW - 20 * DAY, to: NOW })

  const { points } = await ask(api, 'metric=events&step=day')
  expect(points).toHaveLength(31)
  expect(points.filter(([, value]) => value === 0)).toHaveLength(20)
  const query = 'metric=events&step=minute&from=2026-11-10T00:00:00Z&to=2026-11-10T00:10:00Z'
  const { points: old } = await ask(api, query)
  expect(old.map(([, value]) => value)).toEqual(Array(10).fill(null))
})

test.each([
  ['', /^metric: expected events, events:<kind>/],
  ['metric=likes', /^metric: expected events/],
  ['metric=posts:english', /^metric: expected events/],
  [Array(21).fill('metric=events').join('&'), /^metric: .* up to 20 times/],
  ['metric=events&step=week', /^step: expected minute, hour or day\.$/],
  ['metric=events&from=yesterday', /^from: expected a time since 1970/],
  ['metric=events&from=2026-11-20', /^from: expected a time/],
  ['metric=events&to=1969-12-31T00:00:00Z', /^to: expected a time since 1970/],
  ['metric=events&from=2026-11-21T00:00:00Z', /^from: expected a time before to\.$/],
  [
    'metric=events&step=minute&from=2026-11-01T00:00:00Z&to=2026-11-15T00:00:00Z',
    /^from: expected a span of at most 20000 points, this one has 20160; a longer step has fewer\.$/,
  ],
  [
    `metric=events&metric=accounts&step=hour&from=2025-01-01T00:00:00Z`,
    /^from: expected a span of at most 20000 points, this one has \d+;/,
  ],
])('%s is refused', async (query, message) => {
  await using api = await startApi({ clock })

  const { status, json } = await api.get(`/stats/series?${query}`)
  expect(status).toBe(400)
  expect(json).toEqual({ error: 'InvalidRequest', message: expect.stringMatching(message) })
})
