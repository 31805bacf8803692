import { readEvent } from '@orrery/shared/event'
import { readHistory, readHistoryState, seamOf } from '@orrery/shared/history'
import { claimLayout } from '@orrery/shared/layout'
import type { Span } from '@orrery/shared/members'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect } from '@orrery/shared/redis'
import { DAY, HOUR } from '@orrery/shared/step'
import { openStore, type Store } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { inOrder, namesOf, rowOf, talliesOf } from '../api/partners.ts'
import { findSources } from '../api/window.ts'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { dropBuckets } from '../scheduler/drop-buckets.ts'
import { forgetAccounts } from '../scheduler/forget-accounts.ts'
import { countHistory } from '../scheduler/history.ts'
import { type Made, NaiveRecount } from './naive-recount.ts'
import { randomAccounts, randomEvents } from './random-events.ts'

const { signal } = new AbortController()

test.each([
  { seed: 1, retention: 48, bucketHours: 1 },
  { seed: 2, retention: 24, bucketHours: 1 },
  { seed: 3, retention: 30, bucketHours: 5 },
  { seed: 4, retention: 3, bucketHours: 1 },
])(
  'history is what a naive model kept of each hour when its records expired (%o)',
  async ({ seed, retention, bucketHours }) => {
    const random = createRandom(seed)
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const layout = await claimLayout(redis, { partitions: 1, bucketHours })
    const store = openStore(redis, layout, retention)
    const limits = { busy: { links: 60, sample: 1 }, hot: { links: 60, sample: 1 } }
    let writer = await openWriter(store, limits)
    const accounts = randomAccounts(random, 12)
    // Ahead of the real clock, by which keys expire.
    const start = Math.ceil(Date.now() / DAY) * DAY + 15 * HOUR
    const span = 5 * DAY
    const events = randomEvents(random, accounts, { count: 4000, start, span })
    const naive = new NaiveRecount()
    const frozen = new Map<number, Made[]>()
    let next = 0

    for (let now = start; now <= start + span; now += HOUR) {
      const part: typeof events = []
      while (timeOf(events[next]) < now) part.push(events[next++] ?? {})
      for (const event of part) naive.apply(event)
      await writer.busy.refresh(now)
      await applyEvents(writer, part.map(parse), now)
      if (random.below(8) === 0) writer = await openWriter(store, limits)

      const at = now + 10 * 60_000
      await forgetAccounts(store, signal)
      for (const { did, before } of naive.purged.splice(0)) {
        for (const [hour, made] of frozen) {
          if (hour <= before)
            frozen.set(
              hour,
              made.filter(({ author }) => author !== did),
            )
        }
      }
      await countHistory(store, 30, at, signal)
      if (random.below(3) === 0) await countHistory(store, 30, at, signal)
      await dropBuckets(store, at, signal)
      const seam = seamOf(await readHistoryState(redis), store, at)
      if (seam > start) expect(seam).toBe(Math.floor((at - retention * HOUR) / HOUR) * HOUR)
      for (let hour = start; hour < seam; hour += HOUR) {
        if (!frozen.has(hour)) frozen.set(hour, naive.interactions(hour, hour + HOUR))
      }
      if (random.below(20) === 0) await compare(at)
    }
    expect(await compare(start + span + 10 * 60_000)).toBeGreaterThan(500)

    /** @returns how many counts were compared */
    async function compare(now: number): Promise<number> {
      let compared = 0
      const to = seamOf(await readHistoryState(redis), store, now)
      const from = start + random.below(48) * HOUR
      const kept = Array.from(frozen)
        .filter(([hour]) => hour >= from && hour < to)
        .flatMap(([, made]) => made)
      const numbers = await store.accounts.find(accounts)
      for (const [did, account] of numbers) {
        const past = await readHistory(store, await readHistoryState(redis), account, { from, to })
        const sent = kept.filter(({ author }) => author === did)
        const received = kept.filter(({ subject }) => subject === did)
        compared += past.sent.length + past.received.length
        expect(await linesOf(store, past.sent)).toEqual(naiveLines(sent, ({ subject }) => subject))
        expect(await linesOf(store, past.received)).toEqual(
          naiveLines(received, ({ author }) => author),
        )
      }
      for (const window of windowsAround(to, now, random)) await compareWindow(window, now)
      return compared
    }

    /** Partners over the seam: out of what was frozen before it, and of what there is after it. */
    async function compareWindow(window: Span, now: number): Promise<void> {
      const { raw, past } = await findSources(store, window, now)
      const whole = past?.span ?? { from: raw.from, to: raw.from }
      const made = Array.from(frozen)
        .filter(([hour]) => hour >= whole.from && hour < whole.to)
        .flatMap(([, each]) => each)
      const answers = naive.answersOf([...made, ...naive.interactions(raw.from, raw.to)])
      for (const did of accounts.filter((account) => !naive.hidden.has(account))) {
        const tallies = await talliesOf(store, did, raw, past)
        const expected = answers.get(did) ?? { sent: [], received: [], both: [] }
        for (const direction of ['sent', 'received', 'both'] as const) {
          const names = await namesOf(store, tallies[direction])
          const rows = (await inOrder(tallies[direction], names)).map((each) => rowOf(each, names))
          expect(withoutLast(rows)).toEqual(withoutLast(expected[direction]))
        }
      }
    }
  },
)

/** History knows the hour alone. */
function withoutLast(rows: { did: string; last: string }[]): object[] {
  return rows.map(({ last, ...row }) => row).sort((a, b) => (a.did < b.did ? -1 : 1))
}

function windowsAround(seam: number, now: number, random: Random): Span[] {
  const hours = (most: number) => random.below(most) * HOUR + random.below(HOUR)
  return [
    { from: now - 7 * DAY, to: now },
    { from: seam - hours(40), to: seam + hours(20) },
    { from: seam - HOUR, to: seam },
    { from: seam, to: now },
    { from: seam - DAY - hours(24), to: seam - hours(24) },
  ]
}

type Past = Awaited<ReturnType<typeof readHistory>>['sent']

async function linesOf(store: Store, past: Past): Promise<string[]> {
  const dids = await store.accounts.didsOf(past.map(({ partner }) => partner))
  return past
    .map(({ partner, at, type, count }) => `${dids.get(partner)} ${at} ${type} ${count}`)
    .sort()
}

function naiveLines(made: Made[], partnerOf: (made: Made) => string): string[] {
  const counts = new Map<string, number>()
  for (const each of made) {
    const hour = Math.floor(each.time / HOUR) * HOUR
    const name = `${partnerOf(each)} ${hour} ${each.type}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Array.from(counts, ([name, count]) => `${name} ${count}`).sort()
}

function timeOf(event: object | undefined): number {
  return event ? (event as { time_us: number }).time_us / 1000 : Number.POSITIVE_INFINITY
}

function parse(event: object) {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}
