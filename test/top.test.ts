import { openDocuments } from '@orrery/shared/documents'
import { readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect } from '@orrery/shared/redis'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import {
  readTopList,
  TOP_SIDES,
  TOP_TYPES,
  TOP_WINDOWS,
  type TopList,
  type TopName,
  type TopRow,
  topHourOf,
} from '@orrery/shared/top-list'
import { expect, test } from 'vitest'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { forgetAccounts } from '../scheduler/forget-accounts.ts'
import { countHistory } from '../scheduler/history.ts'
import { writeTopLists } from '../scheduler/top-lists.ts'
import { NaiveRecount } from './naive-recount.ts'
import { randomAccounts, randomEvents } from './random-events.ts'

const { signal } = new AbortController()
const PLACES = 6
const BLOCK = 'app.bsky.graph.block'
const NAMES = TOP_WINDOWS.flatMap((window) =>
  TOP_TYPES.flatMap((type) => TOP_SIDES.map((side): TopName => ({ window, type, side }))),
)

test.each([
  { seed: 1, retention: 48, bucketHours: 1 },
  { seed: 2, retention: 30, bucketHours: 5 },
  { seed: 3, retention: 3, bucketHours: 1 },
  { seed: 4, retention: 0, bucketHours: 24 },
])(
  'top lists are what a naive recount ranks, in every window and order (%o)',
  async ({ seed, retention, bucketHours }) => {
    const random = createRandom(seed)
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const layout = await claimLayout(redis, { partitions: 1, bucketHours })
    const store = openStore(redis, layout, retention)
    const documents = openDocuments(redis, { json: false })
    const lists = { store, documents, historyDays: 30, places: PLACES }
    const writer = await openWriter(store, { busy: { links: 60, sample: 1 } })
    const accounts = randomAccounts(random, 25)
    // Ahead of the real clock, by which keys expire.
    const start = Math.ceil(Date.now() / DAY) * DAY + 20 * HOUR
    const span = 2 * DAY
    const events = [
      ...randomEvents(random, accounts, { count: 2500, start, span }),
      ...randomBlocks(random, accounts, { count: 400, start, span }),
    ].sort((a, b) => timeOf(a) - timeOf(b))
    const naive = new NaiveRecount()
    const past = new Map<number, string[][]>()
    let next = 0

    for (let now = start; now <= start + span; now += random.below(7) * HOUR + random.below(HOUR)) {
      const part: object[] = []
      while (timeOf(events[next]) < now) part.push(events[next++] ?? {})
      for (const event of part) naive.apply(event)
      await writer.busy.refresh(now)
      await applyEvents(writer, part.map(parse), now)
      await forgetAccounts(store, signal)
      if (random.chance(0.6)) await countHistory(store, 30, now, signal)
      if (random.chance(0.5)) now = Math.ceil(now / HOUR) * HOUR + random.below(2) * 45_000
      await countAgain()
      if (random.chance(0.7)) await countHistory(store, 30, now, signal)
      await redis.hDel(keys.top, 'newest')
      await writeTopLists(lists, now, signal)
      const to = Math.floor(now / MINUTE) * MINUTE
      past.set(topHourOf(to), await compare(to))
    }

    expect(Array.from(past.values()).flat(2).length).toBeGreaterThan(1000)
    for (const [hour, texts] of past) {
      const lists = await Promise.all(NAMES.map((name) => readTopList(documents, hour, name)))
      expect(await Promise.all(lists.map((list) => textsOf(list)))).toEqual(texts)
    }

    /** Has everything that is still there in raw counted anew, so that nothing deleted is in it. */
    async function countAgain() {
      if (retention !== 3) await redis.hDel(keys.history, 'counted')
      await redis.del(keys.top)
    }

    async function compare(to: number): Promise<string[][]> {
      const texts: string[][] = []
      for (const name of NAMES) {
        const list = await readTopList(documents, topHourOf(to), name)
        const expected = naiveList(name, to)
        expect(list).toMatchObject({ from: expected.from, to })
        texts.push(await textsOf(list))
        if (retention !== 3 || name.window === '1h') expect(texts.at(-1)).toEqual(expected.rows)
      }
      return texts
    }

    async function textsOf(list: TopList | undefined): Promise<string[]> {
      const texts = async (rows: TopRow[] = []) => {
        const dids = await store.accounts.didsOf(rows.map(({ account }) => account))
        return rows.map((row) => `${dids.get(row.account)} ${row.count} ${row.partners}`)
      }
      return [...(await texts(list?.count)), '-', ...(await texts(list?.partners))]
    }

    function naiveList({ window, type, side }: TopName, to: number) {
      const from = window === '1h' ? to - HOUR : Math.ceil(to / HOUR) * HOUR - DAY
      const made =
        type === 'block'
          ? naiveBlocks(naive, from, to)
          : naive.interactions(from, to).filter((each) => type === 'all' || each.type === type)
      const rows = Array.from(
        Map.groupBy(
          made.filter(
            ({ author, subject }) => !naive.hidden.has(author) && !naive.hidden.has(subject),
          ),
          (each) => each[side],
        ),
        ([did, some]) => {
          const partners = new Set(
            some.map(({ author, subject }) => (side === 'author' ? subject : author)),
          )
          return { did, count: some.length, partners: type === 'block' ? 0 : partners.size }
        },
      )
      const texts = (order: 'count' | 'partners', other: 'count' | 'partners') =>
        rows
          .toSorted(
            (a, b) => b[order] - a[order] || b[other] - a[other] || (a.did < b.did ? -1 : 1),
          )
          .slice(0, PLACES)
          .map(({ did, count, partners }) => `${did} ${count} ${partners}`)
      const byPartners = type === 'block' ? [] : texts('partners', 'count')
      return { from, rows: [...texts('count', 'partners'), '-', ...byPartners] }
    }
  },
)

function naiveBlocks(naive: NaiveRecount, from: number, to: number) {
  return Array.from(naive.records.values())
    .filter(({ collection, time }) => collection === BLOCK && time >= from && time < to)
    .map(({ did, record }) => ({ author: did, subject: record.subject }))
    .filter(({ author, subject }) => author !== subject)
}

type Times = { count: number; start: number; span: number }

function randomBlocks(random: Random, accounts: string[], { count, start, span }: Times): object[] {
  const made: { did: string; rkey: string }[] = []
  return Array.from({ length: count }, (_, index) => {
    const time_us = Math.floor((start + (index / count) * span) * 1000)
    const rev = tidOf(time_us - 1000, random.below(1024))
    if (made.length > 0 && random.chance(0.2)) {
      const { did, rkey } = random.pick(made)
      const commit = { operation: 'delete', rev, collection: BLOCK, rkey }
      return { did, time_us, kind: 'commit', commit }
    }
    const did = random.pick(accounts)
    const rkey = tidOf(time_us - 2000, random.below(1024))
    made.push({ did, rkey })
    const record = { $type: BLOCK, subject: random.pick(accounts) }
    const commit = { operation: 'create', rev, collection: BLOCK, rkey, record }
    return { did, time_us, kind: 'commit', commit }
  })
}

function timeOf(event: object | undefined): number {
  return event ? (event as { time_us: number }).time_us / 1000 : Number.POSITIVE_INFINITY
}

function parse(event: object) {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}
