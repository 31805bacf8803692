import { readHidden } from './account-status.ts'
import { keys } from './keys.ts'
import { linksOf } from './links-of.ts'
import type { Store } from './store.ts'
import { storedTarget } from './stored-target.ts'

/** A record that stands for its collection, and where in a hash of samples it is. */
export type SampleName = { timeUs: number; size: number; did: string; rkey: string }

/** A record as it was when it was last written, with the time of its event in microseconds. */
export type Sample = {
  did: string
  collection: string
  rkey: string
  record: unknown
  timeUs: number
}

/** How many of a collection are kept by each partition, and given at the most. */
export const SAMPLES = 12

export function sampleField({ timeUs, size, did, rkey }: SampleName): string {
  return `${timeUs} ${size} ${did} ${rkey}`
}

export function readSampleField(field: string): SampleName {
  const [timeUs = '0', size = '0', did = '', rkey = ''] = field.split(' ')
  return { timeUs: Number(timeUs), size: Number(size), did, rkey }
}

type Found = SampleName & { key: string; field: string; collection: string }

/**
 * The newest samples of each of the collections, newest first, without those of hidden accounts and those
 * that link to accounts that have opted out.
 */
export async function readSamples(store: Store, collections: string[]): Promise<Sample[]> {
  const found = await Promise.all(collections.map((collection) => findSamples(store, collection)))
  const shown = await withoutHidden(store, found.flat())
  const groups = Map.groupBy(shown, ({ collection }) => collection).values()
  const chosen = Array.from(groups, (group) => group.sort(newestFirst).slice(0, SAMPLES))
  return readBodies(store, chosen.flat().sort(newestFirst))
}

/** The newest samples of all collections together, so many at the most. */
export async function readNewestSamples(store: Store, most: number): Promise<Sample[]> {
  const partitions = Array.from({ length: store.layout.partitions }, (_, partition) => partition)
  const sampled = await Promise.all(partitions.map((p) => store.redis.sMembers(keys.sampled(p))))
  const names = [...new Set(sampled.flat())]
  const found = (await Promise.all(names.map((name) => findSamples(store, name)))).flat()
  const shown = await withoutHidden(store, found.sort(newestFirst).slice(0, 2 * most))
  return readBodies(store, shown.slice(0, most))
}

async function findSamples({ redis, layout }: Store, collection: string): Promise<Found[]> {
  const found = await Promise.all(
    Array.from({ length: layout.partitions }, async (_, partition) => {
      const key = keys.samples(partition, collection)
      const fields = await redis.hKeys(key)
      return fields.map((field) => ({ ...readSampleField(field), key, field, collection }))
    }),
  )
  return found.flat()
}

async function withoutHidden(store: Store, found: Found[]): Promise<Found[]> {
  const numbers = await store.accounts.find(found.map(({ did }) => did))
  const hidden = await readHidden(store, numbers.values())
  return found.filter(({ did }) => !hidden.has(numbers.get(did) ?? -1))
}

/** One that has gone meanwhile is left out. */
async function readBodies(store: Store, found: Found[]): Promise<Sample[]> {
  const bodies = await Promise.all(found.map(({ key, field }) => store.redis.hGet(key, field)))
  const samples = found.flatMap(({ did, collection, rkey, timeUs }, index): Sample[] => {
    const body = bodies[index]
    return body ? [{ did, collection, rkey, record: JSON.parse(body), timeUs }] : []
  })
  return withoutOptedOut(store, samples)
}

async function withoutOptedOut(store: Store, samples: Sample[]): Promise<Sample[]> {
  const linked = samples.map(({ record }) => accountsIn(record))
  const numbers = await store.accounts.find(linked.flat())
  const hidden = await readHidden(store, new Set(numbers.values()))
  const isOut = (did: string) => hidden.get(numbers.get(did) ?? -1) === 'optedout'
  return samples.filter((_, index) => !linked[index]?.some(isOut))
}

/** The DIDs of the accounts that a record links to. */
function accountsIn(record: unknown): string[] {
  return linksOf(record).links.flatMap(({ target }) => {
    const stored = storedTarget(target)
    return stored.kind === 'text' ? [] : stored.account
  })
}

function newestFirst(a: SampleName, b: SampleName): number {
  return b.timeUs - a.timeUs || (a.did < b.did ? -1 : 1)
}
