import { createRandom } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { openLiveMovers } from './live-movers.ts'
import { type LiveEvent, liveEventOf } from './live-record.ts'
import { didOf, like } from './testing-events.ts'

const START = Date.UTC(2026, 10, 20)
const MINUTE = 60_000

function entryAt(ms: number, subjects: string[]) {
  const records = subjects
    .map((subject, line) => liveEventOf(JSON.stringify(like('zoe', subject, ms)), line))
    .flatMap((event?: LiveEvent) => (event?.kind === 'record' ? [event.record] : []))
  const place = { ms, seq: 0, number: 0, partition: 0, reached: [], places: [] }
  return { ...place, count: records.length, records, statuses: [] }
}

test('who gained most in five minutes against the five before is told, as a recount has it', () => {
  const random = createRandom(11)
  const movers = openLiveMovers()
  const names = ['ann', 'bob', 'cat', 'dan', 'eve']
  const made: { part: number; did: string }[] = []
  for (let ms = START; ms < START + 30 * MINUTE; ms += 1000 + random.below(4000)) {
    const favourite = names[Math.floor(ms / (4 * MINUTE)) % names.length] ?? 'ann'
    const subjects = [random.pick(names), favourite]
    movers.take(entryAt(ms, subjects))
    made.push(...subjects.map((name) => ({ part: Math.floor(ms / 10_000), did: didOf(name) })))
    if (random.chance(0.9)) continue

    const now = Math.floor(ms / 10_000)
    const countOf = (did: string, from: number, to: number) =>
      made.filter((each) => each.did === did && each.part > now - from && each.part <= now - to)
        .length
    const isKnown = ms - START >= 10 * MINUTE
    const expected = names
      .map(didOf)
      .map((did) => ({ did, received: countOf(did, 30, 0), before: countOf(did, 60, 30) }))
      .filter(({ received, before }) => received > 1 && received > before)
      .sort((a, b) => b.received - b.before - (a.received - a.before) || (a.did < b.did ? -1 : 1))
      .slice(0, 3)
    const told = movers.top(3, ms)
    const known = expected.map((each) => (isKnown ? each : { ...each, before: null }))
    expect(told).toEqual(known)
  }
})
