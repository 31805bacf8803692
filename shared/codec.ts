import type { Bucket } from './bucket.ts'
import { BUSY_PARTS } from './busy-account.ts'
import { type ByteReader, type ByteWriter, createWriter, readerOf } from './bytes.ts'
import { hash32 } from './hash.ts'
import { type LinkTarget, type StoredLink, shapeOf, type TargetShape } from './interaction.ts'
import { collectionCode, collectionOf, sourceCode, sourceOf } from './known-sources.ts'
import { parseTid, tidOf } from './tid.ts'

/**
 * The binary members of the store's two families, sent and received. Accounts are numbers here;
 * everything is relative to a bucket, and the same facts always make the same bytes, so that a
 * redelivered event overwrites itself.
 *
 * sent      field  account / shards, collection and rkey
 *           value  time, [characters of a post], links: (source and shape, target)...
 * received  field  account / shards + 1 (0: text target), 46-bit hash and shape of the target,
 *                  source, author, rkey
 *           value  time, [characters of a post]
 *
 * A collection or source has a code (see known-sources), or 0 and its text. A TID is six bytes
 * where it is near its bucket, else eight; any other rkey is text.
 */
const POST = 'app.bsky.feed.post'
const writer = createWriter()

export type SentMember = {
  author: number
  collection: string
  rkey: string
  /** Milliseconds since the epoch. */
  time: number
  characters: number
  links: StoredLink<number>[]
}

export type ReceivedMember = {
  /** The account aimed at; undefined where the target names none. */
  subject: number | undefined
  shape: TargetShape
  collection: string
  path: string
  author: number
  rkey: string
  time: number
  characters: number
}

/** Which of a bucket's shards holds an account's members. */
export function shardOfAccount(bucket: Bucket, account: number): number {
  return account % bucket.shards
}

/** Which of a bucket's shards holds the links to a target. */
export function shardOfTarget(bucket: Bucket, target: LinkTarget<number>): number {
  if (target.kind === 'text') return hash32(target.text) % bucket.shards
  return shardOfAccount(bucket, target.account)
}

/** Which of a busy account's keys in a bucket holds the links to a target. */
export function partOfTarget(target: LinkTarget<number>): number {
  return targetHash(target) % BUSY_PARTS
}

export function sentField(
  bucket: Bucket,
  author: number,
  collection: string,
  rkey: string,
): Buffer {
  writer.varint(Math.floor(author / bucket.shards))
  writeRecordName(bucket, collection, rkey)
  return writer.take()
}

export function sentValue(bucket: Bucket, member: SentMember): Buffer {
  writeTime(bucket, member.rkey, member.time)
  if (member.collection === POST) writer.varint(member.characters)
  for (const { path, target } of member.links) {
    const code = sourceCode(member.collection, path) ?? 0
    const near =
      target.kind === 'record' && target.collection === POST && nearOf(bucket, target.rkey)
    writer.varint(code * 4 + (typeof near === 'number' ? NEAR_POST : LINK_KINDS[target.kind]))
    if (code === 0) writer.text(path)
    if (target.kind === 'text') writer.text(target.text)
    else writer.varint(target.account)
    if (typeof near === 'number') writer.uint48(near)
    else if (target.kind === 'record') writeRecordName(bucket, target.collection, target.rkey)
  }
  return writer.take()
}

export function readSent(bucket: Bucket, shard: number, field: Buffer, value: Buffer): SentMember {
  const name = readerOf(field)
  const author = name.varint() * bucket.shards + shard
  const { collection, rkey } = readRecordName(bucket, name)
  const rest = readerOf(value)
  const time = readTime(bucket, rkey, rest)
  const characters = collection === POST ? rest.varint() : 0
  const links: StoredLink<number>[] = []
  while (!rest.ended) links.push(readLink(bucket, rest))
  return { author, collection, rkey, time, characters, links }
}

/** True where the field is the account's; cheaper than reading it whole. */
export function isOfAccount(
  bucket: Bucket,
  account: number,
  field: Buffer,
  offset: 0 | 1,
): boolean {
  return readerOf(field).varint() === Math.floor(account / bucket.shards) + offset
}

export function receivedField(
  bucket: Bucket,
  target: LinkTarget<number>,
  link: { collection: string; path: string; author: number; rkey: string },
): Buffer {
  const account = target.kind === 'text' ? 0 : Math.floor(target.account / bucket.shards) + 1
  writer.varint(account).uint48(targetHash(target))
  const code = sourceCode(link.collection, link.path) ?? 0
  const near = nearOf(bucket, link.rkey)
  const kind = kindOfRkey(link.rkey, near)
  writer.varint(code * 4 + kind)
  if (code === 0) writer.text(link.collection).text(link.path)
  writer.varint(link.author)
  writeRkey(link.rkey, kind, near)
  return writer.take()
}

export function receivedValue(
  bucket: Bucket,
  link: { collection: string; rkey: string; time: number; characters: number },
): Buffer {
  writeTime(bucket, link.rkey, link.time)
  if (link.collection === POST) writer.varint(link.characters)
  return writer.take()
}

export function readReceived(
  bucket: Bucket,
  shard: number,
  field: Buffer,
  value: Buffer,
): ReceivedMember {
  const name = readerOf(field)
  const account = name.varint()
  const shape = SHAPES[name.uint48() % 4] ?? 'text'
  const head = name.varint()
  const { collection, path } = readSource(Math.floor(head / 4), name)
  const author = name.varint()
  const rkey = readRkey(bucket, head % 4, name)
  const rest = readerOf(value)
  const time = readTime(bucket, rkey, rest)
  return {
    subject: account === 0 ? undefined : (account - 1) * bucket.shards + shard,
    shape,
    collection,
    path,
    author,
    rkey,
    time,
    characters: collection === POST ? rest.varint() : 0,
  }
}

/** Names a record of an account outside any bucket; the field of the family of strays. */
export function strayField(author: number, collection: string, rkey: string): Buffer {
  return writer.varint(author).text(collection).text(rkey).take()
}

/** Names a target and the source that links to it, outside any bucket; printable. */
export function linkTargetName(
  target: LinkTarget<number>,
  source: { collection: string; path: string },
): string {
  const account = target.kind === 'text' ? 0 : target.account + 1
  writer.varint(account).uint48(targetHash(target))
  return writer.text(source.collection).text(source.path).take().toString('base64url')
}

/** A record that links, as a member of a hot target's set; of one source, so without collection. */
export function hotMember({ author, rkey }: { author: number; rkey: string }): Buffer {
  return writer.varint(author).text(rkey).take()
}

export function readHotMember(member: Buffer): { author: number; rkey: string } {
  const from = readerOf(member)
  return { author: from.varint(), rkey: from.text() }
}

/** True where the field is a link to the target; cheaper than reading it whole. */
export function isOfTarget(bucket: Bucket, target: LinkTarget<number>, field: Buffer): boolean {
  const from = readerOf(field)
  const account = target.kind === 'text' ? 0 : Math.floor(target.account / bucket.shards) + 1
  return from.varint() === account && from.uint48() === targetHash(target)
}

const LINK_KINDS = { record: 0, account: 1, text: 2 }
const NEAR_POST = 3
const SHAPES: TargetShape[] = ['account', 'post', 'record', 'text']

/**
 * 46 bits that tell the targets of one account apart (or texts of one shard), and in the lowest two
 * the target's shape, on which the type of an interaction depends.
 */
function targetHash(target: LinkTarget<number>): number {
  const text =
    target.kind === 'record'
      ? `${target.collection}/${target.rkey}`
      : target.kind === 'text'
        ? target.text
        : ''
  const high = hash32(text, 0x9747b28c) % 2 ** 14
  return (high * 2 ** 32 + hash32(text)) * 4 + SHAPES.indexOf(shapeOf(target))
}

function readLink(bucket: Bucket, from: ByteReader): StoredLink<number> {
  const head = from.varint()
  const code = Math.floor(head / 4)
  const path = code === 0 ? from.text() : sourceOf(code).path
  const kind = head % 4
  if (kind === LINK_KINDS.text) return { path, target: { kind: 'text', text: from.text() } }
  const account = from.varint()
  if (kind === LINK_KINDS.account) return { path, target: { kind: 'account', account } }
  if (kind === NEAR_POST) {
    const rkey = tidNear(bucket, from.uint48())
    return { path, target: { kind: 'record', account, collection: POST, rkey } }
  }
  return { path, target: { kind: 'record', account, ...readRecordName(bucket, from) } }
}

function readSource(code: number, from: ByteReader): { collection: string; path: string } {
  return code === 0 ? { collection: from.text(), path: from.text() } : sourceOf(code)
}

const NEAR = 0
const TID = 1
const TEXT = 2

function writeRecordName(bucket: Bucket, collection: string, rkey: string): void {
  const code = collectionCode(collection) ?? 0
  const near = nearOf(bucket, rkey)
  const kind = kindOfRkey(rkey, near)
  writer.varint(code * 4 + kind)
  if (code === 0) writer.text(collection)
  writeRkey(rkey, kind, near)
}

function readRecordName(bucket: Bucket, from: ByteReader): { collection: string; rkey: string } {
  const head = from.varint()
  const code = Math.floor(head / 4)
  const collection = code === 0 ? from.text() : collectionOf(code)
  return { collection, rkey: readRkey(bucket, head % 4, from) }
}

function kindOfRkey(rkey: string, near: number | undefined): number {
  if (near !== undefined) return NEAR
  return parseTid(rkey) === undefined ? TEXT : TID
}

function writeRkey(rkey: string, kind: number, near: number | undefined): ByteWriter {
  if (kind === NEAR && near !== undefined) return writer.uint48(near)
  const tid = kind === TID ? parseTid(rkey) : undefined
  if (tid === undefined) return writer.text(rkey)
  const low = (tid.micros % 2 ** 22) * 1024 + tid.clockId
  return writer.uint32(Math.floor(tid.micros / 2 ** 22)).uint32(low)
}

function readRkey(bucket: Bucket, kind: number, from: ByteReader): string {
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

function nearOf(bucket: Bucket, rkey: string): number | undefined {
  const tid = parseTid(rkey)
  if (tid === undefined) return undefined
  const offset = tid.micros - nearBase(bucket)
  return offset >= 0 && offset < NEAR_MICROS ? offset * 1024 + tid.clockId : undefined
}

function tidNear(bucket: Bucket, near: number): string {
  return tidOf(nearBase(bucket) + Math.floor(near / 1024), near % 1024)
}

/** A commit usually follows its TID within seconds, which is shorter than its place in the bucket. */
const DELAY_LIMIT = 8192

function writeTime(bucket: Bucket, rkey: string, time: number): void {
  const tid = parseTid(rkey)
  const delay = tid === undefined ? -1 : time - Math.floor(tid.micros / 1000)
  const isDelay = delay >= 0 && delay < DELAY_LIMIT
  writer.varint(isDelay ? delay * 2 : (time - bucket.start) * 2 + 1)
}

function readTime(bucket: Bucket, rkey: string, from: ByteReader): number {
  const written = from.varint()
  const amount = Math.floor(written / 2)
  if (written % 2 === 1) return bucket.start + amount
  return Math.floor((parseTid(rkey)?.micros ?? 0) / 1000) + amount
}
