import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createLog } from '@orrery/shared/logging'
import { runTogether, wait } from '@orrery/shared/loops'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { endWhenLost } from '@orrery/shared/redis-loss'
import { openStore, type Store } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { partnersOf } from '../api/partners.ts'
import { applyEvents } from '../indexer/apply-events.ts'
import { indexPartition } from '../indexer/partition.ts'
import { openWriter, type Writer } from '../indexer/writer.ts'
import { type BreakingProxy, startBreakingProxy } from './breaking-proxy.ts'
import { cidFaults, withCid } from './cids.ts'
import { NaiveRecount } from './naive-recount.ts'
import { randomAccounts, randomEvents } from './random-events.ts'
import { auditStore } from './store-audit.ts'

const HOUR = 3_600_000
const PARTITIONS = 3
const SPAN = 60 * HOUR
/** Near the present, because Redis forgets at once what should have expired. */
const START = Math.floor(Date.now() / HOUR) * HOUR - SPAN
const NOW = START + SPAN
const log = createLog('test', 'silent')
const KEPT = { cids: true }
/** Low, because a process does not live long here. */
const LIMITS = { hot: { links: 3, sample: 1 }, busy: { links: 10, sample: 1 } }

async function openStoreOn(redis: Redis, retentionHours: number): Promise<Store> {
  const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  return openStore(redis, layout, retentionHours)
}

/** Events of a hostile network by partition, each as its line. */
function randomQueues(random: Random, accounts: string[], count: number): string[][] {
  const queues = Array.from({ length: PARTITIONS }, (): string[] => [])
  const asked = { count, start: START, span: SPAN, optOuts: true }
  for (const event of randomEvents(random, accounts, asked)) {
    const { did } = event as { did: string }
    queues[partitionOf(did, PARTITIONS)]?.push(JSON.stringify(withCid(event)))
  }
  return queues
}

function eventsOf(lines: string[]): NetworkEvent[] {
  return lines.map((line) => {
    const read = readEvent(line)
    if ('reason' in read) throw new Error(read.reason)
    return read.event
  })
}

function breakSoon(random: Random, proxy: BreakingProxy): void {
  const at = random.pick(['before it is sent', 'unanswered', 'answered'] as const)
  proxy.breakAt({ command: 1 + random.below(2 ** random.below(9)), at })
}

async function expectWhole(store: Store, naive: NaiveRecount, accounts: string[]): Promise<void> {
  const span = { from: NOW - store.retention, to: Number.POSITIVE_INFINITY }
  const expected = naive.answers(span.from, span.to)
  expect(await auditStore(store)).toEqual([])
  expect(await cidFaults(store, naive, span.from)).toEqual([])
  for (const did of accounts.filter((account) => !naive.hidden.has(account))) {
    const answer = await partnersOf(store, did, { from: Math.max(0, span.from), to: 2 * NOW })
    expect(answer).toEqual(expected.get(did) ?? { sent: [], received: [], both: [] })
  }
}

/**
 * Lives the life of a process to its end, and until what it sent is done.
 * @returns false where its connections broke
 */
async function survives(proxy: BreakingProxy, live: () => Promise<void>): Promise<boolean> {
  const breaks = proxy.breaks()
  const error = await live().catch((cause) => cause)
  proxy.breakAt(undefined)
  await proxy.settled()
  if (error !== undefined && proxy.breaks() === breaks) throw error
  return error === undefined
}

/** A partition's stream: what is acknowledged, how far that ever was, the batch that is not yet. */
type Queue = { lines: string[]; acknowledged: number; reached: number; batch: string[] }

test.each([
  { seed: 1, retentionHours: 0 },
  { seed: 2, retentionHours: 24 * 365 * 10 },
  { seed: 3, retentionHours: 30 },
  { seed: 4, retentionHours: 0 },
])(
  'a writer that breaks off between any two commands leaves nothing that its successor does not finish (%o)',
  async ({ seed, retentionHours }) => {
    await using server = await startRedis()
    await using proxy = await startBreakingProxy(server.url)
    await using direct = await connect(server.url)
    const store = await openStoreOn(direct, retentionHours)
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 12)
    const naive = new NaiveRecount()
    const queues = randomQueues(random, accounts, 2500).map(
      (lines): Queue => ({ lines, acknowledged: 0, reached: 0, batch: [] }),
    )
    let now = NOW

    async function apply(writer: Writer, partition: number, lines: string[]): Promise<void> {
      now += 1000
      await writer.busy.refresh(now)
      await writer.hot.refresh(partition, now)
      await applyEvents(writer, eventsOf(lines), NOW)
    }

    async function applyNext(writer: Writer, queue: Queue, partition: number): Promise<void> {
      if (queue.batch.length === 0) {
        // As after a reconnect of the firehose, which goes back a little.
        if (random.below(40) === 0)
          queue.acknowledged = Math.max(0, queue.acknowledged - random.below(60))
        const size = 1 + random.below(2 ** random.below(7))
        queue.batch = queue.lines.slice(queue.acknowledged, queue.acknowledged + size)
      }
      await apply(writer, partition, queue.batch)
      // What comes again must change nothing, so the recount has it once.
      const again = queue.reached - queue.acknowledged
      for (const line of queue.batch.slice(Math.max(0, again))) naive.apply(JSON.parse(line))
      queue.acknowledged += queue.batch.length
      queue.reached = Math.max(queue.reached, queue.acknowledged)
      queue.batch = []
    }

    /** What one process does until its connection breaks or all is done. */
    async function live(): Promise<void> {
      if (random.below(3) === 0) breakSoon(random, proxy)
      await using redis = await connectOnce(proxy.url)
      const writer = await openWriter(await openStoreOn(redis, retentionHours), LIMITS, KEPT)
      while (queues.some(({ lines, acknowledged }) => acknowledged < lines.length)) {
        if (random.below(5) > 0) breakSoon(random, proxy)
        const turns = queues.map((queue, partition) => {
          const isTurn = random.below(3) > 0
          return isTurn ? applyNext(writer, queue, partition) : undefined
        })
        const ended = await Promise.allSettled(turns)
        const broken = ended.find((turn) => turn.status === 'rejected')
        if (broken) throw broken.reason
      }
    }

    let isDone = false
    while (!isDone) {
      isDone = await survives(proxy, live)
      const isBetween = queues.every(({ batch, acknowledged, reached }) => {
        return batch.length === 0 && acknowledged === reached
      })
      if (isBetween && random.below(10) === 0) await expectWhole(store, naive, accounts)
    }
    await expectWhole(store, naive, accounts)
    expect(proxy.breaks()).toBeGreaterThan(300)
  },
)

test.each([5, 6])(
  'an indexer whose connections break again and again applies each stream as it is (seed %d)',
  async (seed) => {
    await using server = await startRedis()
    await using proxy = await startBreakingProxy(server.url)
    await using direct = await connect(server.url)
    const store = await openStoreOn(direct, 0)
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 12)
    const naive = new NaiveRecount()
    for (const [partition, lines] of randomQueues(random, accounts, 2000).entries()) {
      for (const line of lines) naive.apply(JSON.parse(line))
      for (let at = 0; at < lines.length; ) {
        const entry = lines.slice(at, at + 1 + random.below(3))
        await direct.xAdd(keys.events(partition), '*', { d: entry.join('\n') })
        at += entry.length
      }
    }

    /** What one process does until its connections break or all is acknowledged. */
    async function live(): Promise<void> {
      breakSoon(random, proxy)
      await using redis = await connectOnce(proxy.url)
      const writer = await openWriter(await openStoreOn(redis, 0), LIMITS, KEPT)
      const onApplied = () => breakSoon(random, proxy)
      const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
      await runTogether(
        [
          ...partitions.map((partition) => async (signal: AbortSignal) => {
            await using reader = await connectOnce(proxy.url)
            const lease = { partition, signal, isHeld: () => true }
            await indexPartition({ lease, reader, writer, onApplied, log })
          }),
          (signal) => untilDone(direct, signal),
        ],
        new AbortController().signal,
      )
    }

    while (!(await isDone(direct))) await survives(proxy, live)
    await expectWhole(store, naive, accounts)
    expect(proxy.breaks()).toBeGreaterThan(100)
  },
)

async function untilDone(redis: Redis, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isDone(redis))) await wait(50, signal)
}

/** Every entry of every stream was read and acknowledged. */
async function isDone(redis: Redis): Promise<boolean> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const [group] = await redis.xInfoGroups(keys.events(partition))
    if (group?.lag !== 0 || group.pending > 0) return false
  }
  return true
}

async function connectOnce(url: string): Promise<Redis> {
  const redis = await connect(url)
  endWhenLost(redis)
  return redis
}
