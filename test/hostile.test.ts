import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createLog } from '@orrery/shared/logging'
import { sentOf } from '@orrery/shared/members'
import { connect } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { indexPartition } from '../indexer/partition.ts'
import { openWriter } from '../indexer/writer.ts'
import { auditStore } from './store-audit.ts'

const NOW = Date.now() * 1000
const DAY = 86_400_000_000
const LIKE = 'app.bsky.feed.like'
const POST = 'app.bsky.feed.post'
const AUTHOR = 'did:web:hostile.example'
const TARGET = 'at://did:web:target.example/app.bsky.feed.post/3mvaaaaaaaa22'
const LONG_DID = `did:web:${'a'.repeat(2040)}`
const log = createLog('test', 'silent')

type Commit = { did?: string; collection?: string; rkey?: string; record?: object; time?: number }
let made = 0

/** A line of the stream; every record gets a key of its own unless one is given. */
function commit({ did = AUTHOR, collection = LIKE, rkey, record, time = NOW }: Commit): string {
  const name = rkey ?? tidOf(time - ++made, 5)
  const rev = tidOf(NOW, 1)
  const written = { operation: 'create', rev, collection, rkey: name, record }
  return JSON.stringify({ did, time_us: time, kind: 'commit', commit: written })
}

/** The text of nested arrays; JSON.stringify would not get as deep. */
function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

const like = { $type: LIKE, subject: { uri: TARGET } }

test.each([
  ['nothing', '', 'not JSON'],
  ['null', 'null', 'Invalid input'],
  ['a megabyte of brackets', '['.repeat(2 ** 20), 'not JSON'],
  ['five million levels around nothing', nested(5e6), 'Invalid input'],
  ['the beginning of time', commit({ record: like, time: 0 }), 'before there was a network'],
  ['a far future', commit({ record: like, time: NOW + 200 * 365 * DAY }), 'in the future'],
  ['two days ahead', commit({ record: like, time: NOW + 2 * DAY }), 'in the future'],
  ['an endless time', commit({ record: like }).replace(`${NOW}`, '1e400'), 'time_us'],
  ['a time in parts', commit({ record: like }).replace(`${NOW}`, `${NOW}.5`), 'time_us'],
  ['a prototype for a collection', commit({ collection: '__proto__', record: like }), 'NSID'],
  ['a NUL byte in a record key', commit({ rkey: 'a\0b', record: like }), 'record key'],
  ['a record key of 513 characters', commit({ rkey: 'k'.repeat(513), record: like }), 'rkey'],
  ['a DID of 2,049 bytes', commit({ did: `${LONG_DID}x`, record: like }), 'did'],
  ['a DID of a megabyte', commit({ did: `did:web:${'a'.repeat(2 ** 20)}`, record: like }), 'did'],
  ['half a character in a DID', commit({ did: 'did:web:\ud800', record: like }), 'did'],
  ['a list for a record', commit({ record: [like] }), 'not an object'],
  ['a handle of a megabyte', identity('h'.repeat(2 ** 20)), 'handle'],
])(
  'an event with %s is put away with the reason, and the next goes on',
  async (_, line, reason) => {
    await using index = await openIndex()
    await index.take([line, commit({ record: like })])

    const letters = await index.redis.xRange(keys.deadLetters, '-', '+')
    expect(letters?.map(({ message }) => message.reason)).toEqual([expect.stringContaining(reason)])
    expect(await index.links()).toEqual([`subject.uri ${TARGET}`])
    expect(await index.redis.hLen(keys.buckets)).toBe(1)
  },
)

test.each([
  ['a text of a megabyte', commit({ record: { ...like, text: 'x'.repeat(2 ** 20) } })],
  ['half characters', commit({ record: { ...like, text: '\ud800', '\udfff': '\ud800' } })],
  ['numbers beyond all', commit({ record: like }).replace('"subject"', '"n":1e400,"subject"')],
  ['a deep abyss', commit({ record: like }).replace('"subject"', `"n":${nested(3e5)},"subject"`)],
  ['the longest DID', commit({ did: LONG_DID, record: like })],
  ['the longest record key', commit({ rkey: 'k'.repeat(512), record: like })],
  ['other types than the lexicon has', commit({ collection: POST, record: misfit() })],
])('a record with %s is stored whole, and leaves nothing when it is deleted', async (_, line) => {
  await using index = await openIndex()
  const { did, commit: written } = JSON.parse(line)
  await index.take([line])
  expect(await index.links(did)).toContain(`subject.uri ${TARGET}`)
  expect(await auditStore(index.store)).toEqual([])

  const { record: __, ...name } = written
  const deletion = { did, time_us: NOW, kind: 'commit', commit: { ...name, operation: 'delete' } }
  await index.take([JSON.stringify(deletion)])
  expect(await index.redis.keys('[srpx]:*')).toEqual([])
  expect(await index.redis.xLen(keys.deadLetters)).toBe(0)
})

test('links under any name are kept under that name', async () => {
  await using index = await openIndex()
  const names = ['__proto__', 'constructor', 'toString', 'a\0b', '', '.', '[]', 'né', '\u{1f600}']
  const members = names.map((name) => `${JSON.stringify(name)}:{"uri":${JSON.stringify(TARGET)}}`)
  const line = commit({ record: {} }).replace('"record":{}', `"record":{${members.join()}}`)
  await index.take([line])

  const expected = names.map((name) => `${name}.uri ${TARGET}`)
  expect((await index.links()).toSorted()).toEqual(expected.toSorted())
  expect(await auditStore(index.store)).toEqual([])
})

test('names that are no whole characters are kept as one, and go with their record', async () => {
  await using index = await openIndex()
  const record = { '\ud800': TARGET, '\udbff': TARGET, x: 'https://example.com/' }
  await index.take([commit({ rkey: 'self', record })])
  expect(new Set(await index.links())).toEqual(
    new Set([`\ufffd ${TARGET}`, 'x https://example.com/']),
  )
  await index.take([commit({ rkey: 'self', record: {} })])
  expect(await index.redis.keys('[srpx]:*')).toEqual([])
})

test('of a record with thousands of links a thousand are kept, and the rest are counted', async () => {
  await using index = await openIndex()
  const many = Array.from({ length: 3000 }, (_, number) => `https://example.com/${number}`)
  await index.take([commit({ record: { many } })])

  expect(await index.links()).toHaveLength(1000)
  expect(await index.redis.hGetAll(keys.counters)).toEqual({ droppedLinks: '2000' })
  expect(await auditStore(index.store)).toEqual([])
})

function identity(handle: string): string {
  return JSON.stringify({ did: AUTHOR, time_us: NOW, kind: 'identity', identity: { handle } })
}

function misfit(): object {
  const facets = { length: 5, features: 'none' }
  return { $type: 7, text: { a: 1 }, reply: [], embed: null, facets, subject: { uri: TARGET } }
}

/** An indexer of one partition on a server of its own. */
async function openIndex() {
  const server = await startRedis()
  const redis = await connect(server.url)
  const reader = await connect(server.url)
  const store = openStore(redis, await claimLayout(redis, { partitions: 1, bucketHours: 1 }), 48)
  const writer = await openWriter(store)
  return {
    redis,
    store,
    /** Resolves when the lines, together one entry of the stream, are applied. */
    async take(lines: string[]): Promise<void> {
      await redis.xAdd(keys.events(0), '*', { d: lines.join('\n') })
      const stop = new AbortController()
      const lease = { partition: 0, signal: stop.signal, isHeld: () => true }
      const onApplied = () => stop.abort()
      await indexPartition({ lease, reader, writer, onApplied, log })
    },
    /** The account's links, each with its path. */
    async links(did = AUTHOR): Promise<string[]> {
      const account = (await store.accounts.find([did])).get(did) ?? -1
      const span = { from: 0, to: Number.POSITIVE_INFINITY }
      const links = (await sentOf(store, account, span)).flatMap((member) => member.links)
      return Promise.all(
        links.map(async ({ path, target }) => {
          if (target.kind === 'text') return `${path} ${target.text}`
          const owner = (await store.accounts.didsOf([target.account])).get(target.account)
          const rest = target.kind === 'record' ? `/${target.collection}/${target.rkey}` : ''
          return `${path} at://${owner}${rest}`
        }),
      )
    },
    async [Symbol.asyncDispose]() {
      await reader[Symbol.asyncDispose]()
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}
