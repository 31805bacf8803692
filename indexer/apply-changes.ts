import type { Bucket } from '@orrery/shared/bucket'
import { packCid } from '@orrery/shared/cid'
import {
  partOfTarget,
  receivedField,
  receivedValue,
  type SentMember,
  sentField,
  sentValue,
  shardOfAccount,
  shardOfTarget,
} from '@orrery/shared/codec'
import { keys } from '@orrery/shared/keys'
import {
  type FoundRecord,
  findRecords,
  isStray,
  namedBucket,
  type StrayNote,
  strayNote,
  strayPlaceOf,
} from '@orrery/shared/record-lookup'
import type { Store } from '@orrery/shared/store'
import { gatherWrites, type HashWrites } from './hash-writes.ts'
import { gatherHotWrites, type HotWrites } from './hot-writes.ts'
import { type Plan, planChanges } from './plan-changes.ts'
import type { RecordChange } from './record-change.ts'
import { gatherSketchWrites, type SketchWrites } from './sketch-writes.ts'
import type { Writer } from './writer.ts'

/**
 * Brings the store to the state that the changes ask for, at most one change a record. Repeat-safe,
 * also after a crash at any point: the far side is written before the record that tells of it, and
 * taken away before the record is; the note of where a stray lies comes first and goes last.
 */
export async function applyChanges(
  writer: Writer,
  changes: RecordChange[],
  now: number,
): Promise<void> {
  const plans = await planChanges(writer, changes, now)
  const found = await findRecords(
    writer.store,
    writer.buckets.known(),
    plans.map(({ member, replaces, bucket }) => ({
      name: member,
      only: bucket && !replaces && isWhereNamed(writer.store, member, bucket) ? bucket : undefined,
    })),
  )
  const steps = stepsOf(writer)
  for (const [index, plan] of plans.entries()) {
    const { versions, notes } = found[index] ?? { versions: [], notes: [] }
    if (plan.bucket) writeRecord(writer, plan.member, plan.bucket, steps)
    removeStale(writer, plan, versions, steps)
    settleCid(writer, plan, versions, steps)
    moveNotes(writer.store, plan, notes, steps)
  }
  await sendSteps(steps)
  await noteWritten(writer.store, plans, now)
}

let batches = 0

/**
 * So that whoever counts the records of a bucket, or remembers that it has none of an account, knows
 * that it has to look again. Never the same twice: a fraction counts the batches of a millisecond.
 */
async function noteWritten({ redis }: Store, plans: Plan[], now: number): Promise<void> {
  const numbers = new Set(plans.flatMap(({ bucket }) => bucket?.number ?? []))
  batches = (batches + 1) % 1_000_000
  const stamp = `${now}.${String(batches).padStart(6, '0')}`
  const notes = Array.from(numbers, (number) => [String(number), stamp] as const)
  if (notes.length > 0) await redis.hSet(keys.written, Object.fromEntries(notes))
}

/**
 * Takes records away that are found without a note of where they lie; such notes and the links that
 * they made go first.
 */
export async function removeRecords(writer: Writer, records: FoundRecord[]): Promise<void> {
  const { store } = writer
  const steps = stepsOf(writer)
  for (const record of records) {
    const { member, bucket } = record
    const plan = { member, replaces: true, bucket: undefined }
    removeStale(writer, plan, [record], steps)
    settleCid(writer, plan, [record], steps)
    if (!isStray(store.layout, member.rkey, bucket)) continue
    const { key, field } = strayPlaceOf(member, bucket)
    steps.farSide.remove(key, field)
  }
  await sendSteps(steps)
}

type Steps = {
  sketches: SketchWrites
  hot: HotWrites
  farSide: HashWrites
  records: HashWrites
  strays: HashWrites
}

function stepsOf({ store, expiring, hot, sketches, tally }: Writer): Steps {
  return {
    sketches: gatherSketchWrites(store, sketches),
    hot: gatherHotWrites(store, hot),
    farSide: gatherWrites(store, expiring, tally),
    records: gatherWrites(store, expiring, tally),
    strays: gatherWrites(store, expiring, tally),
  }
}

async function sendSteps({ sketches, hot, farSide, records, strays }: Steps): Promise<void> {
  await Promise.all([sketches.send(), farSide.send(), hot.send()])
  await records.send()
  await strays.send()
}

/** A create is read in its own bucket alone when that is where its rkey says the record is. */
function isWhereNamed(store: Store, member: SentMember, bucket: Bucket): boolean {
  return namedBucket(store.layout, member.rkey) === bucket.number
}

function writeRecord(writer: Writer, member: SentMember, bucket: Bucket, steps: Steps): void {
  const end = bucket.start + bucket.span
  for (const { key, field, elsewhere } of receivedPlaces(writer, bucket, member)) {
    steps.farSide.set(key, end, field, receivedValue(bucket, member))
    for (const other of elsewhere) steps.farSide.remove(other, field)
  }
  for (const { target } of member.links) {
    writer.hot.notice(target)
    if (target.kind !== 'text') writer.busy.notice(target.account)
  }
  steps.hot.add(member)
  steps.sketches.add(member)
  const key = keys.sent(bucket.number, shardOfAccount(bucket, member.author))
  const field = sentField(bucket, member.author, member.collection, member.rkey)
  steps.records.set(key, end, field, sentValue(bucket, member))
}

/** Takes away what earlier versions of the record left and the present one does not overwrite. */
function removeStale(
  writer: Writer,
  { member, bucket }: Plan,
  versions: FoundRecord[],
  steps: Steps,
): void {
  if (versions.length === 0) return
  const kept = new Set(bucket ? receivedPlaces(writer, bucket, member).map(nameOf) : [])
  for (const version of versions) {
    steps.hot.remove(version.member, bucket && member)
    for (const place of receivedPlaces(writer, version.bucket, version.member)) {
      if (kept.has(nameOf(place))) continue
      for (const key of [place.key, ...place.elsewhere]) steps.farSide.remove(key, place.field)
    }
    if (version.bucket.number === bucket?.number) continue
    steps.records.remove(version.key, version.field)
  }
}

/** Keeps the CID where CIDs are kept; that of an earlier version goes in any case. */
function settleCid(
  { keepsCids }: Writer,
  { member, cid, bucket }: Plan,
  versions: FoundRecord[],
  { farSide }: Steps,
): void {
  const { author, collection, rkey } = member
  const keyIn = (place: Bucket) => keys.cids(place.number, shardOfAccount(place, author))
  const isKept = keepsCids && bucket !== undefined && cid !== undefined
  if (isKept) {
    const field = sentField(bucket, author, collection, rkey)
    farSide.set(keyIn(bucket), bucket.start + bucket.span, field, packCid(cid))
  }
  for (const version of versions) {
    if (isKept && version.bucket.number === bucket.number) continue
    farSide.remove(keyIn(version.bucket), version.field)
  }
}

/** First a note tells of the new place besides the old ones, and last of the new one alone. */
function moveNotes(
  { layout }: Store,
  { member, bucket }: Plan,
  notes: StrayNote[],
  steps: Steps,
): void {
  const place =
    bucket && isStray(layout, member.rkey, bucket) ? strayPlaceOf(member, bucket) : undefined
  for (const note of notes) {
    if (note.key !== place?.key) steps.strays.remove(note.key, note.field)
  }
  if (!bucket || !place) return
  const before = notes.find(({ key }) => key === place.key)?.buckets ?? []
  const meanwhile = new Set([...before, bucket.number])
  steps.farSide.set(place.key, place.end, place.field, strayNote(meanwhile))
  if (meanwhile.size === 1) return
  steps.strays.set(place.key, place.end, place.field, strayNote([bucket.number]))
}

/** Where a link belongs at present, and where else it may lie from another time. */
type Place = { shared: string; key: string; field: Buffer; elsewhere: string[] }

function receivedPlaces({ busy }: Writer, bucket: Bucket, member: SentMember): Place[] {
  return member.links.map(({ path, target }) => {
    const shared = keys.received(bucket.number, shardOfTarget(bucket, target))
    const field = receivedField(bucket, target, { ...member, path })
    if (target.kind === 'text' || !busy.isKnown(target.account)) {
      return { shared, key: shared, field, elsewhere: [] }
    }
    const own = keys.receivedPart(bucket.number, target.account, partOfTarget(target))
    return busy.isActive(target.account)
      ? { shared, key: own, field, elsewhere: [shared] }
      : { shared, key: shared, field, elsewhere: [own] }
  })
}

function nameOf({ shared, field }: Place): string {
  return `${shared} ${field.toString('latin1')}`
}
