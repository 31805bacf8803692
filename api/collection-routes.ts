import type { Router } from '@koa/router'
import { readNewestSamples, readSamples, type Sample } from '@orrery/shared/samples'
import type { Store } from '@orrery/shared/store'
import type { CollectionMatch, ListReader } from './collection-list.ts'
import {
  readListQuery,
  readPrefixQuery,
  readRecordsQuery,
  readSeriesQuery,
  readStatsQuery,
} from './collection-parameters.ts'
import { collectionMetaOf, collectionSeriesOf, collectionStatsOf } from './collection-stats.ts'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import * as calls from './openapi-collections.ts'
import { isRedisOutage } from './redis-outage.ts'
import { Refusal } from './refusal.ts'

type CollectionDependencies = {
  readStore: () => Promise<Store>
  lists: ListReader
  clock: () => number
}

/** Samples of all collections together, where none is named. */
const NEWEST = 200

/** The calls of UFOs, but for its search, which is one with that for accounts. */
export function addCollectionRoutes(
  router: Router,
  { readStore, lists, clock }: CollectionDependencies,
): void {
  router.get('/collections', documented(calls.collectionsCall), keptFor(10), async (ctx) => {
    const query = readListQuery(ctx.query, clock())
    const { entries, cursor } = await lists.page(await readStore(), query)
    const collections = entries.map(({ name, counts }) => ({ nsid: name, ...counts }))
    ctx.body = { collections, cursor }
  })

  router.get('/prefix', documented(calls.prefixCall), keptFor(10), async (ctx) => {
    const query = readPrefixQuery(ctx.query, clock())
    const { entries, cursor, total } = await lists.page(await readStore(), query)
    const children = entries.map(({ isPrefix, name, counts }) =>
      isPrefix
        ? { type: 'prefix', prefix: name, ...counts }
        : { type: 'collection', nsid: name, ...counts },
    )
    ctx.body = { total, children, cursor }
  })

  router.get(
    '/collections/stats',
    documented(calls.collectionStatsCall),
    keptFor(10),
    async (ctx) => {
      const asked = readStatsQuery(ctx.query, clock())
      ctx.body = await collectionStatsOf(await readStore(), asked)
    },
  )

  router.get('/timeseries', documented(calls.timeseriesCall), keptFor(10), async (ctx) => {
    const asked = readSeriesQuery(ctx.query, clock())
    ctx.body = await collectionSeriesOf(await readStore(), asked)
  })

  router.get('/records', documented(calls.samplesCall), keptFor(5), async (ctx) => {
    const collections = readRecordsQuery(ctx.query)
    const store = await readStore()
    const samples = collections ? readSamples(store, collections) : readNewestSamples(store, NEWEST)
    ctx.body = (await samples).map(recordOf)
  })

  router.get('/meta', documented(calls.metaCall), keptFor(5), async (ctx) => {
    ctx.body = await collectionMetaOf(await readStore())
  })
}

/**
 * The collections whose names hold one of the words of a text. None while Redis is away, because the
 * accounts of the same answer are found without it.
 */
export async function searchCollections(
  { readStore, lists, clock }: CollectionDependencies,
  text: string,
): Promise<CollectionMatch[]> {
  try {
    return await lists.search(await readStore(), text.split(/\s+/), clock())
  } catch (error) {
    if (error instanceof Refusal || isRedisOutage(error)) return []
    throw error
  }
}

function recordOf({ did, collection, rkey, record, timeUs }: Sample) {
  return { did, collection, rkey, record, time_us: timeUs }
}
