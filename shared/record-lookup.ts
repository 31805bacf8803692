import { type Bucket, bucketNumberOf } from './bucket.ts'
import { readSent, type SentMember, sentField, shardOfAccount, strayField } from './codec.ts'
import { keys } from './keys.ts'
import type { Layout } from './layout.ts'
import type { Store } from './store.ts'
import { parseTid } from './tid.ts'

/** A record as the store names it. */
export type RecordName = { author: number; collection: string; rkey: string }

/** Where a record is stored, and what is stored there. */
export type FoundRecord = { bucket: Bucket; key: string; field: Buffer; member: SentMember }

/** A note of a stray: the buckets it may lie in, more than one while it is on its way to another. */
export type StrayNote = { key: string; field: Buffer; buckets: number[] }

/** What is stored of a record: none or one version, more only after a crash within an update. */
export type Found = { versions: FoundRecord[]; notes: StrayNote[] }

/** Existing buckets by their number. */
export type BucketMap = ReadonlyMap<number, Bucket>

/**
 * How many buckets share one family of strays. A stray is a record that does not lie in the bucket
 * its rkey's time names, or the next one: any rkey that is no TID, and a TID of another time.
 */
const STRAY_SPAN = 96
const STRAY_SHARDS = 1024

/** Where it is kept that a record is a stray in the bucket; `end` is that of the key's span. */
export function strayPlaceOf({ author, collection, rkey }: RecordName, bucket: Bucket) {
  const period = Math.floor(bucket.number / STRAY_SPAN)
  return {
    key: keys.strays(period, author % STRAY_SHARDS),
    field: strayField(author, collection, rkey),
    end: (period + 1) * STRAY_SPAN * bucket.span,
  }
}

/** The value of a note. */
export function strayNote(buckets: Iterable<number>): Buffer {
  return Buffer.from(Array.from(buckets).join())
}

/** The bucket that the record's rkey names, where it is a TID. */
export function namedBucket(layout: Layout, rkey: string): number | undefined {
  const tid = parseTid(rkey)
  return tid === undefined ? undefined : bucketNumberOf(layout, tid.micros / 1000)
}

/** True where a record of this rkey in this bucket is only found through the strays. */
export function isStray(layout: Layout, rkey: string, bucket: Bucket): boolean {
  const named = namedBucket(layout, rkey)
  return named === undefined || (bucket.number !== named && bucket.number !== named + 1)
}

/**
 * The stored versions of each record, and the notes of where it may lie, also those that a crash has
 * left of a record that is gone. `only` names the one bucket to look into, where the caller knows it.
 */
export async function findRecords(
  store: Store,
  buckets: BucketMap,
  wanted: { name: RecordName; only?: Bucket }[],
): Promise<Found[]> {
  const periods = new Set(Array.from(buckets.keys(), (number) => Math.floor(number / STRAY_SPAN)))
  const reads = gatherReads(store)
  const asked = wanted.map(({ name, only }) => {
    const likely = only ? [only] : likelyBuckets(store.layout, buckets, name.rkey)
    const notes = only ? [] : Array.from(periods, (period) => askStray(reads, period, name))
    return { name, records: likely.map((bucket) => askRecord(reads, bucket, name)), notes }
  })
  await reads.send()
  const strays = asked.map(({ name, notes }) => {
    const found = notes.flatMap(noteIn)
    const places = found.flatMap((note) => note.buckets.map((number) => buckets.get(number)))
    const records = places.flatMap((bucket) => (bucket ? askRecord(reads, bucket, name) : []))
    return { notes: found, records }
  })
  await reads.send()
  return asked.map(({ records }, index) => {
    const stray = strays[index]
    const versions = [...records, ...(stray?.records ?? [])].flatMap(foundIn)
    return { versions, notes: stray?.notes ?? [] }
  })
}

function likelyBuckets(layout: Layout, buckets: BucketMap, rkey: string): Bucket[] {
  const named = namedBucket(layout, rkey)
  if (named === undefined) return []
  return [buckets.get(named), buckets.get(named + 1)].filter((bucket) => bucket !== undefined)
}

type AskedRecord = Omit<FoundRecord, 'member'> & { shard: number; answer: Answer }

function askRecord(
  reads: FieldReads,
  bucket: Bucket,
  { author, collection, rkey }: RecordName,
): AskedRecord {
  const shard = shardOfAccount(bucket, author)
  const key = keys.sent(bucket.number, shard)
  const field = sentField(bucket, author, collection, rkey)
  return { bucket, key, field, shard, answer: reads.ask(key, field) }
}

type AskedNote = { key: string; field: Buffer; answer: Answer }

function askStray(reads: FieldReads, period: number, name: RecordName): AskedNote {
  const key = keys.strays(period, name.author % STRAY_SHARDS)
  const field = strayField(name.author, name.collection, name.rkey)
  return { key, field, answer: reads.ask(key, field) }
}

function noteIn({ key, field, answer }: AskedNote): StrayNote[] {
  if (answer.value === null) return []
  return [{ key, field, buckets: answer.value.toString().split(',').map(Number) }]
}

function foundIn({ bucket, key, field, shard, answer }: AskedRecord): FoundRecord[] {
  if (answer.value === null) return []
  return [{ bucket, key, field, member: readSent(bucket, shard, field, answer.value) }]
}

/** What a field holds, once the reads are sent. */
type Answer = { value: Buffer | null }

/** Reads of single fields, gathered so that each key gets one command. */
type FieldReads = {
  ask(key: string, field: Buffer): Answer
  /** Answers what was asked since the last time. */
  send(): Promise<void>
}

function gatherReads(store: Store): FieldReads {
  let groups = new Map<string, { fields: Buffer[]; answers: Answer[] }>()

  return {
    ask(key, field) {
      const answer: Answer = { value: null }
      const group = groups.get(key)
      if (group) {
        group.fields.push(field)
        group.answers.push(answer)
      } else groups.set(key, { fields: [field], answers: [answer] })
      return answer
    },
    async send() {
      const sent = groups
      groups = new Map()
      await Promise.all(
        Array.from(sent, async ([key, { fields, answers }]) => {
          const values = await store.bytes.hmGet(key, fields)
          for (const [index, answer] of answers.entries()) answer.value = values[index] ?? null
        }),
      )
    },
  }
}
