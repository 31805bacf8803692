import type { Bucket } from './bucket.ts'
import { BUSY_PARTS } from './busy-account.ts'
import { type ByteReader, createWriter, leadingVarint, readerOf } from './bytes.ts'
import {
  nearOf,
  readRecordName,
  readRkey,
  readTime,
  rkeyFormOf,
  tidNear,
  writeRecordName,
  writeRkey,
  writeTime,
} from './codec-rkey.ts'
import { hash32 } from './hash.ts'
import { type LinkTarget, type StoredLink, shapeOf, type TargetShape } from './interaction.ts'
import { sourceCode, sourceOf } from './known-sources.ts'

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
  writeRecordName(writer, bucket, collection, rkey)
  return writer.take()
}

export function sentValue(bucket: Bucket, member: SentMember): Buffer {
  writeTime(writer, bucket, member.rkey, member.time)
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
    else if (target.kind === 'record')
      writeRecordName(writer, bucket, target.collection, target.rkey)
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

/** What the fields of an account begin with in its shard, and no others. */
export function accountPrefix(bucket: Bucket, account: number, offset: 0 | 1): Buffer {
  return writer.varint(Math.floor(account / bucket.shards) + offset).take()
}

/** True where the field is the account's; cheaper than reading it whole. */
export function isOfAccount(
  bucket: Bucket,
  account: number,
  field: Buffer,
  offset: 0 | 1,
): boolean {
  return leadingVarint(field) === Math.floor(account / bucket.shards) + offset
}

export function receivedField(
  bucket: Bucket,
  target: LinkTarget<number>,
  link: { collection: string; path: string; author: number; rkey: string },
): Buffer {
  const account = target.kind === 'text' ? 0 : Math.floor(target.account / bucket.shards) + 1
  writer.varint(account).uint48(targetHash(target))
  const code = sourceCode(link.collection, link.path) ?? 0
  const form = rkeyFormOf(bucket, link.rkey)
  writer.varint(code * 4 + form.kind)
  if (code === 0) writer.text(link.collection).text(link.path)
  writer.varint(link.author)
  writeRkey(writer, link.rkey, form)
  return writer.take()
}

export function receivedValue(
  bucket: Bucket,
  link: { collection: string; rkey: string; time: number; characters: number },
): Buffer {
  writeTime(writer, bucket, link.rkey, link.time)
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

/** Names a target outside any bucket; printable. */
export function linkTargetName(target: LinkTarget<number>): string {
  const account = target.kind === 'text' ? 0 : target.account + 1
  return writer.varint(account).uint48(targetHash(target)).take().toString('base64url')
}

/** A record that links, as a member of a hot target's set; of one source, so without collection. */
export function hotMember({ author, rkey }: { author: number; rkey: string }): Buffer {
  return writer.varint(author).text(rkey).take()
}

export function readHotMember(member: Buffer): { author: number; rkey: string } {
  const from = readerOf(member)
  return { author: from.varint(), rkey: from.text() }
}

type Authored = { author: number; time: number; rkey: string }

/** The same where members are in the order of their bytes: by author, then by time. */
export function authoredMember({ author, time, rkey }: Authored): Buffer {
  return writer.uint48(author).uint48(time).text(rkey).take()
}

export function readAuthoredMember(member: Buffer): Authored {
  const from = readerOf(member)
  return { author: from.uint48(), time: from.uint48(), rkey: from.text() }
}

/** Between what an author's links of a span lie in the order of their bytes, as `ZRANGE BYLEX` takes it. */
export function authoredRange(
  author: number,
  { from, to }: { from: number; to: number },
): [from: Buffer, to: Buffer] {
  return [
    Buffer.concat([INCLUDED, authoredStart(author, from)]),
    Buffer.concat([EXCLUDED, authoredStart(author, to)]),
  ]
}

/** What comes before all of an author's links from a time on. */
function authoredStart(author: number, time: number): Buffer {
  return writer
    .uint48(author)
    .uint48(Math.min(Math.max(time, 0), LAST_TIME))
    .take()
}

const INCLUDED = Buffer.from('[')
const EXCLUDED = Buffer.from('(')
const LAST_TIME = 2 ** 48 - 1

/** An author as a member of a set of authors. */
export function authorMember(author: number): Buffer {
  return writer.varint(author).take()
}

export function readAuthorMember(member: Buffer): number {
  return leadingVarint(member)
}

/** What the fields of links to the target begin with in its shard, and no others. */
export function targetPrefix(bucket: Bucket, target: LinkTarget<number>): Buffer {
  const account = target.kind === 'text' ? 0 : Math.floor(target.account / bucket.shards) + 1
  return writer.varint(account).uint48(targetHash(target)).take()
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
