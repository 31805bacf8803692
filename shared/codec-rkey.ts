import type { Bucket } from './bucket.ts'
import type { ByteReader, ByteWriter } from './bytes.ts'
import { collectionCode, collectionOf } from './known-sources.ts'
import { parseTid, tidOf } from './tid.ts'

/**
 * How the codec writes record keys and times: relative to the bucket, because most records of a bucket
 * were named, and committed, at about its time. A record key is a near TID of six bytes, another TID of
 * eight, or text; which of them it is stands in two bits of what comes before it.
 */
export const NEAR = 0
const TID = 1
const TEXT = 2

/** A collection and an rkey, the latter relative to the bucket. */
export function writeRecordName(
  writer: ByteWriter,
  bucket: Bucket,
  collection: string,
  rkey: string,
): void {
  const code = collectionCode(collection) ?? 0
  const form = rkeyFormOf(bucket, rkey)
  writer.varint(code * 4 + form.kind)
  if (code === 0) writer.text(collection)
  writeRkey(writer, rkey, form)
}

export function readRecordName(
  bucket: Bucket,
  from: ByteReader,
): { collection: string; rkey: string } {
  const head = from.varint()
  const code = Math.floor(head / 4)
  const collection = code === 0 ? from.text() : collectionOf(code)
  return { collection, rkey: readRkey(bucket, head % 4, from) }
}

/** The two bits of a record key, and the number that a near TID is. */
export type RkeyForm = { kind: number; near: number | undefined }

export function rkeyFormOf(bucket: Bucket, rkey: string): RkeyForm {
  const near = nearOf(bucket, rkey)
  if (near !== undefined) return { kind: NEAR, near }
  return { kind: parseTid(rkey) === undefined ? TEXT : TID, near }
}

export function writeRkey(writer: ByteWriter, rkey: string, { kind, near }: RkeyForm): void {
  const tid = kind === TID ? parseTid(rkey) : undefined
  if (near !== undefined) writer.uint48(near)
  else if (tid === undefined) writer.text(rkey)
  else {
    const low = (tid.micros % 2 ** 22) * 1024 + tid.clockId
    writer.uint32(Math.floor(tid.micros / 2 ** 22)).uint32(low)
  }
}

export function readRkey(bucket: Bucket, kind: number, from: ByteReader): string {
  if (kind === NEAR) return tidNear(bucket, from.uint48())
  if (kind === TEXT) return from.text()
  const high = from.uint32()
  const low = from.uint32()
  return tidOf(high * 2 ** 22 + Math.floor(low / 1024), low % 1024)
}

/** A TID counts as near from 76 hours before the end of its bucket to ten minutes after it. */
const NEAR_MICROS = 2 ** 38
const NEAR_AFTER = 600_000_000

function nearBase(bucket: Bucket): number {
  return (bucket.start + bucket.span) * 1000 + NEAR_AFTER - NEAR_MICROS
}

export function nearOf(bucket: Bucket, rkey: string): number | undefined {
  const tid = parseTid(rkey)
  if (tid === undefined) return undefined
  const offset = tid.micros - nearBase(bucket)
  return offset >= 0 && offset < NEAR_MICROS ? offset * 1024 + tid.clockId : undefined
}

/** The time of a near TID in microseconds. */
export function nearMicros(bucket: Bucket, near: number): number {
  return nearBase(bucket) + Math.floor(near / 1024)
}

export function tidNear(bucket: Bucket, near: number): string {
  return tidOf(nearMicros(bucket, near), near % 1024)
}

/** A commit usually follows its TID within seconds, which is shorter than its place in the bucket. */
const DELAY_LIMIT = 8192

export function writeTime(writer: ByteWriter, bucket: Bucket, rkey: string, time: number): void {
  const tid = parseTid(rkey)
  const delay = tid === undefined ? -1 : time - Math.floor(tid.micros / 1000)
  const isDelay = delay >= 0 && delay < DELAY_LIMIT
  writer.varint(isDelay ? delay * 2 : (time - bucket.start) * 2 + 1)
}

export function readTime(bucket: Bucket, rkey: string, from: ByteReader): number {
  const written = from.varint()
  const amount = Math.floor(written / 2)
  if (written % 2 === 1) return bucket.start + amount
  return Math.floor((parseTid(rkey)?.micros ?? 0) / 1000) + amount
}
