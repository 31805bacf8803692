import { expect, test } from 'vitest'
import type { Bucket } from './bucket.ts'
import {
  isOfAccount,
  readReceived,
  readSent,
  receivedField,
  receivedValue,
  type SentMember,
  sentField,
  sentValue,
  shardOfAccount,
  shardOfTarget,
} from './codec.ts'
import { type LinkTarget, type StoredLink, shapeOf } from './interaction.ts'
import { createRandom, type Random } from './random.ts'
import { tidOf } from './tid.ts'

const HOUR = 3_600_000
const bucket: Bucket = { number: 480_000, start: 480_000 * HOUR, span: HOUR, shards: 331 }
const like: SentMember = {
  author: 1234567,
  collection: 'app.bsky.feed.like',
  rkey: tidOf((bucket.start + 60_000) * 1000 + 17, 5),
  time: bucket.start + 61_250,
  characters: 0,
  links: [
    {
      path: 'subject.uri',
      target: {
        kind: 'record',
        account: 765432,
        collection: 'app.bsky.feed.post',
        rkey: tidOf((bucket.start - 5 * HOUR) * 1000, 9),
      },
    },
  ],
}

test('a like takes 9 bytes of field and 12 of value on the author’s side', () => {
  expect(sentField(bucket, like.author, like.collection, like.rkey).length).toBe(9)
  expect(sentValue(bucket, like).length).toBe(12)
})

test('a like takes 18 bytes of field and 2 of value on the target’s side', () => {
  const [link] = like.links
  if (!link) throw new Error('the like has a link')
  expect(receivedField(bucket, link.target, { ...like, path: link.path }).length).toBe(18)
  expect(receivedValue(bucket, like).length).toBe(2)
})

test('every record comes back from the bytes of its two sides', () => {
  const random = createRandom(1)
  for (let round = 0; round < 3000; round++) {
    const bucketOfRound = { ...bucket, shards: 1 + random.below(5000) }
    const member = randomMember(random, bucketOfRound)
    const shard = shardOfAccount(bucketOfRound, member.author)
    const field = sentField(bucketOfRound, member.author, member.collection, member.rkey)
    expect(readSent(bucketOfRound, shard, field, sentValue(bucketOfRound, member))).toEqual(member)
    expect(isOfAccount(bucketOfRound, member.author, field, 0)).toBe(true)

    for (const { path, target } of member.links) {
      const side = receivedField(bucketOfRound, target, { ...member, path })
      const read = readReceived(
        bucketOfRound,
        shardOfTarget(bucketOfRound, target),
        side,
        receivedValue(bucketOfRound, member),
      )
      const { author, collection, rkey, time, characters } = member
      const subject = target.kind === 'text' ? undefined : target.account
      const shape = shapeOf(target)
      expect(read).toEqual({ subject, shape, collection, path, author, rkey, time, characters })
    }
  }
})

test('two targets of one account make different fields', () => {
  const random = createRandom(2)
  const seen = new Set<string>()
  const count = 20_000
  for (let round = 0; round < count; round++) {
    const rkey = tidOf(bucket.start * 1000 + round, random.below(1024))
    const target = { kind: 'record', account: 7, collection: 'app.bsky.feed.post', rkey } as const
    seen.add(receivedField(bucket, target, { ...like, path: 'subject.uri' }).toString('latin1'))
  }
  expect(seen.size).toBe(count)
})

const COLLECTIONS = [
  'app.bsky.feed.post',
  'app.bsky.feed.like',
  'sh.tangled.repo',
  'test.odd.thing',
]
const PATHS = ['subject.uri', 'reply.parent.uri', 'embed.record.uri', 'a.b[].__proto__', 'ü.\0[x]']

function randomMember(random: Random, { start, span }: Bucket): SentMember {
  const collection = random.pick(COLLECTIONS)
  return {
    author: random.below(2 ** (1 + random.below(40))),
    collection,
    rkey: randomRkey(random, start),
    time: start + random.below(span),
    characters: collection === 'app.bsky.feed.post' ? random.below(400) : 0,
    links: Array.from({ length: 1 + random.below(4) }, () => randomLink(random, start)),
  }
}

function randomLink(random: Random, start: number): StoredLink<number> {
  const account = random.below(2 ** (1 + random.below(40)))
  const targets: LinkTarget<number>[] = [
    { kind: 'account', account },
    { kind: 'text', text: 'https://example.com/a?b=1#c' },
    {
      kind: 'record',
      account,
      collection: random.pick(COLLECTIONS),
      rkey: randomRkey(random, start),
    },
  ]
  return { path: random.pick(PATHS), target: random.pick(targets) }
}

function randomRkey(random: Random, start: number): string {
  const clock = random.below(1024)
  return random.pick([
    'self',
    'did:plc:x::did:web:y',
    tidOf((start + random.below(2 * HOUR) - HOUR) * 1000 + random.below(1000), clock),
    tidOf((start - random.below(100 * HOUR)) * 1000, clock),
    tidOf(random.below(2 ** 52), clock),
    tidOf(2 ** 53 - 1, clock),
    tidOf(0, 0),
  ])
}
