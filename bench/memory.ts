import { detectModules } from '@orrery/shared/modules'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { BATCH_EVENTS, loadEvents, openEmptyStore } from './loading.ts'
import { interactionsMadeBy } from './made-interactions.ts'
import { familiesOf, type MemoryUse, settledUse } from './memory-usage.ts'
import { type BenchOptions, type Size, sizesOf } from './options.ts'
import { writeReadmeLayout } from './readme-layout.ts'
import type { Figures } from './result.ts'
import { samplePartners } from './sampled-partners.ts'
import { type Cell, printTable, rounded, showProgress } from './table.ts'
import { eventsOf, INTERACTIONS_PER_EVENT, networkEventOf } from './workload.ts'

const WATCHED_ACCOUNTS = 50
const MAIN_SIZE = 1_000_000
/** Of the README layout's two largest families a tenth is measured key by key. */
const SAMPLED = new Map([
  ['interaction', 10],
  ['hourly', 10],
])

/**
 * Bytes of Redis memory for each interaction, in this store and in the layout it replaces, loaded
 * with the same interactions. A third server takes the whole stream of the same network.
 */
export async function measureMemory(options: BenchOptions): Promise<Figures> {
  const sizes = sizesOf(options, [200_000, MAIN_SIZE, ...(options.large ? [5_000_000] : [])])
  const scale = []
  for (const size of sizes) {
    const loaded = await measureSize(options.seed, size)
    printLoaded(loaded)
    scale.push(loaded)
  }
  printScale(scale)
  const main = scale.find(({ interactions }) => interactions === MAIN_SIZE) ?? scale.at(-1)
  return { ...main, scale }
}

type Loaded = Awaited<ReturnType<typeof measureSize>>

async function measureSize(seed: number, { count, accounts }: Size) {
  await using ours = await openServer()
  await using whole = await openServer()
  await using readme = await openServer()
  const { json } = await detectModules(readme.redis)
  const writer = await openEmptyStore(ours.redis)
  const wholeWriter = await openEmptyStore(whole.redis)
  const now = Date.now()
  const partners = samplePartners(Math.ceil(accounts / WATCHED_ACCOUNTS))
  const stream = eventsOf({ seed, accounts, now, events: count / INTERACTIONS_PER_EVENT })
  let interactions = 0
  let events = 0

  while (interactions < count) {
    const batch = Array.from({ length: BATCH_EVENTS }, () => networkEventOf(stream.next().value))
    const made = batch.map(interactionsMadeBy)
    const bearing = batch.filter((_, index) => made[index]?.length)
    await Promise.all([
      loadEvents(writer, bearing, now),
      loadEvents(wholeWriter, batch, now),
      writeReadmeLayout(readme.redis, made.flat(), json),
    ])
    for (const interaction of made.flat()) partners.add(interaction)
    interactions += made.flat().length
    events += batch.length
    showProgress(interactions / count)
  }

  const comparedAccounts = await partners.compare(writer.store, readme.redis, now)
  const store = await figuresOf(ours, interactions)
  const replaced = await figuresOf(readme, interactions, SAMPLED)
  const wholeStream = await figuresOf(whole, interactions)
  const withoutAggregates = replaced.bytes - (replaced.families.agg ?? 0)
  return {
    parameters: {
      interactions: count,
      accounts,
      hours: 48,
      readmeDocuments: json ? 'RedisJSON' : 'strings',
    },
    interactions: count,
    loadedInteractions: interactions,
    events,
    comparedAccounts,
    bytesPerInteraction: store.bytes,
    readmeBytesPerInteraction: replaced.bytes,
    ratio: rounded(replaced.bytes / store.bytes),
    readmeWithoutAggregates: rounded(withoutAggregates),
    ratioWithoutAggregates: rounded(withoutAggregates / store.bytes),
    wholeStreamBytesPerInteraction: wholeStream.bytes,
    store,
    readme: replaced,
    wholeStream,
  }
}

type Server = { redis: Redis; before: MemoryUse } & AsyncDisposable

async function openServer(): Promise<Server> {
  const server = await startRedis()
  const redis = await connect(server.url)
  return {
    redis,
    before: await settledUse(redis),
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** All in bytes for each interaction; `other` is what no key accounts for: Redis' own key tables. */
async function figuresOf(
  { redis, before }: Server,
  interactions: number,
  sampled?: ReadonlyMap<string, number>,
) {
  const { total, dataset } = await settledUse(redis)
  const families = await familiesOf(redis, sampled)
  const each = (bytes: number) => rounded(bytes / interactions)
  const ofKeys = Array.from(families.values()).reduce((sum, { bytes }) => sum + bytes, 0)
  const used = total - before.total
  return {
    bytes: each(used),
    datasetBytes: each(dataset - before.dataset),
    keys: Array.from(families.values()).reduce((sum, { keys }) => sum + keys, 0),
    families: {
      ...Object.fromEntries(Array.from(families, ([name, use]) => [name, each(use.bytes)])),
      other: each(used - ofKeys),
    } as Record<string, number>,
  }
}

function printLoaded({ interactions, events, parameters, comparedAccounts, ...loaded }: Loaded) {
  const { accounts, readmeDocuments } = parameters
  console.log(
    `${interactions.toLocaleString('en')} interactions of ${accounts.toLocaleString('en')} accounts over 48 h, ` +
      `out of ${events.toLocaleString('en')} events; README documents as ${readmeDocuments}.`,
  )
  console.log(
    `The partners of ${comparedAccounts} accounts are the same in both, counted one by one.\n`,
  )
  const rows = [
    ...rowsOf('this store', loaded.store),
    ...rowsOf('README layout', loaded.readme),
    ...rowsOf('this store, whole stream', loaded.wholeStream),
  ]
  printTable(['layout', 'family', 'bytes an interaction', 'share %'], rows)
  console.log(
    `\nThe README layout takes ${loaded.ratio} times as much; ` +
      `${loaded.ratioWithoutAggregates} times without its aggregates.\n`,
  )
}

function rowsOf(layout: string, { bytes, families }: Loaded['store']): Cell[][] {
  const shares = Object.entries(families).filter(([, share]) => Math.abs(share) >= 0.005)
  return [
    [layout, 'all', bytes, 100],
    ...shares.map(([name, share]) => ['', name, share, (share / bytes) * 100]),
  ]
}

function printScale(scale: Loaded[]) {
  printTable(
    ['interactions', 'accounts', 'this store, B', 'README layout, B', 'ratio', 'whole stream, B'],
    scale.map((loaded) => [
      loaded.interactions,
      loaded.parameters.accounts,
      loaded.bytesPerInteraction,
      loaded.readmeBytesPerInteraction,
      loaded.ratio,
      loaded.wholeStreamBytesPerInteraction,
    ]),
  )
}
