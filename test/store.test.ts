import { readBusyAccounts } from '@orrery/shared/busy-account'
import { readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { startCluster } from '@orrery/shared/testing-cluster'
import { expect, test } from 'vitest'
import { partnersOf } from '../api/partners.ts'
import { applyEvents } from '../indexer/apply-events.ts'
import { type Limits, openWriter, type Writer } from '../indexer/writer.ts'
import { NaiveRecount } from './naive-recount.ts'
import { randomAccounts, randomEvents } from './random-events.ts'

const HOUR = 3_600_000

async function openOn(redis: Redis, bucketHours: number, limits: Limits): Promise<Writer> {
  const layout = await claimLayout(redis, { partitions: 4, bucketHours })
  return openWriter(openStore(redis, layout, 0), limits)
}

test.each([
  { seed: 1, bucketHours: 1 },
  { seed: 2, bucketHours: 1, busyLinks: 60 },
  { seed: 3, bucketHours: 24 },
  { seed: 4, bucketHours: 5, busyLinks: 60 },
  { seed: 5, bucketHours: 1, busyLinks: 60, count: 1000, masters: 3 },
])(
  'any stream of events, in any batches and delivered again, gives the naive answers (%o)',
  async ({ seed, bucketHours, busyLinks = 1_000_000, count = 3000, masters }) => {
    await using server = masters ? await startCluster({ masters }) : await startRedis()
    await using redis = await connect(server.url)
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 12)
    const start = Date.UTC(2026, 9, 1)
    const span = 60 * HOUR
    const lines = randomEvents(random, accounts, { count, start, span }).map((event) =>
      JSON.stringify(event),
    )
    const events = lines.map((line) => {
      const read = readEvent(line)
      if ('reason' in read) throw new Error(read.reason)
      return read.event
    })
    const naive = new NaiveRecount()
    const limits = { busy: { links: busyLinks, sample: 1 } }
    let writer = await openOn(redis, bucketHours, limits)
    // Passes fast enough that accounts become busy, cease to be, and become busy again.
    let clock = start

    let applied = 0
    while (applied < events.length) {
      const size = 1 + random.below(200)
      clock += random.below(40 * 60_000)
      await writer.busy.refresh(clock)
      for (const line of lines.slice(applied, applied + size)) naive.apply(JSON.parse(line))
      await applyEvents(writer, events.slice(applied, applied + size), start + span)
      applied += size
      if (random.below(4) === 0) {
        writer = await openOn(redis, bucketHours, limits)
        await writer.busy.refresh(clock)
        const again = Math.max(0, applied - random.below(500))
        await applyEvents(writer, events.slice(again, applied), start + span)
      }
      if (random.below(6) === 0) await compare()
    }
    await compare()
    const busy = await readBusyAccounts(redis)
    expect(busy.size > 0).toBe(busyLinks < 1000)
    const from = start + 10 * HOUR + 1234
    await compare({ from, to: from + 7 * HOUR + 1 })

    async function compare(spanOfAnswer = { from: 0, to: start + 2 * span }) {
      const expected = naive.answers(spanOfAnswer.from, spanOfAnswer.to)
      for (const did of accounts.filter((account) => !naive.hidden.has(account))) {
        const answer = await partnersOf(writer.store, did, spanOfAnswer)
        expect(answer).toEqual(expected.get(did) ?? { sent: [], received: [], both: [] })
      }
    }
  },
)
