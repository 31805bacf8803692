import { expect, test } from 'vitest'
import { readReceived, receivedField, receivedValue, shardOfTarget } from './codec.ts'
import { type LinkTarget, typeOfLink } from './interaction.ts'
import { createRandom, type Random } from './random.ts'
import { briefReader } from './received-brief.ts'
import { tidOf } from './tid.ts'

const HOUR = 3_600_000
const POST = 'app.bsky.feed.post'
const SOURCES = [
  ['app.bsky.feed.like', 'subject.uri'],
  ['app.bsky.feed.like', 'via.uri'],
  ['app.bsky.feed.repost', 'subject.uri'],
  [POST, 'reply.parent.uri'],
  [POST, 'reply.root.uri'],
  [POST, 'embed.record.uri'],
  [POST, 'embed.record.record.uri'],
  [POST, 'facets[].features[app.bsky.richtext.facet#mention].did'],
  [POST, 'facets[com.example.unknown].features[app.bsky.richtext.facet#mention].did'],
  [POST, 'somewhere.unknown'],
  ['com.example.thing', 'subject.uri'],
] as const

function randomTarget(random: Random, account: number): LinkTarget<number> {
  return random.pick<LinkTarget<number>>([
    { kind: 'account', account },
    { kind: 'record', account, collection: POST, rkey: tidOf(random.below(1e9) * 1e6, 1) },
    { kind: 'record', account, collection: 'app.bsky.feed.generator', rkey: 'a' },
    { kind: 'text', text: 'https://a.example' },
  ])
}

function randomLink(random: Random, bucket: { start: number; span: number }) {
  const [collection, path] = random.pick(SOURCES)
  const time = bucket.start + random.below(bucket.span)
  const micros = random.pick([time * 1000 - random.below(9e6), time * 1000 + 1e6, 1e15])
  const tid = tidOf(micros, random.below(1024))
  const rkey = random.pick([tid, tid, tid, 'self', `${tid}x`])
  const characters = collection === POST ? random.below(300) : 0
  return { collection, path, author: random.below(2 ** 31), rkey, time, characters }
}

test.each([1, 5, 168])(
  'what is counted of a link is what the whole link says (buckets of %i hours)',
  (bucketHours) => {
    const random = createRandom(bucketHours)
    const span = bucketHours * HOUR
    const number = Math.floor(Date.UTC(2026, 9, 1) / span)
    const bucket = { number, start: number * span, span, shards: 7 }
    const records = new Map<number | string, string>()
    let counted = 0

    for (let round = 0; round < 5000; round++) {
      const account = random.below(60)
      const link = randomLink(random, bucket)
      const target = randomTarget(random, account)
      const field = receivedField(bucket, target, link)
      const value = receivedValue(bucket, link)
      const whole = readReceived(bucket, shardOfTarget(bucket, target), field, value)
      const type = typeOfLink(whole.collection, whole.path, whole.shape)

      const brief = briefReader(bucket, account)(field, value)
      if (type === undefined || whole.subject === undefined) {
        expect(brief).toBeUndefined()
        continue
      }
      counted++
      const { author, time, characters } = link
      expect(brief).toEqual({ author, type, time, characters, record: brief?.record })
      const name = `${link.collection} ${link.rkey}`
      expect(records.get(brief?.record ?? '') ?? name).toBe(name)
      records.set(brief?.record ?? '', name)
      expect(briefReader(bucket, account + bucket.shards)(field, value)).toBeUndefined()
    }
    expect(counted).toBeGreaterThan(1000)
  },
)

test.each([
  ['a TID of now', tidOf(Date.UTC(2026, 9, 1) * 1000, 3)],
  ['a TID of another time', tidOf(1e15, 3)],
  ['no TID', 'self'],
])('all links of a record are told to be of one, under a name that is %s', (_, rkey) => {
  const number = Math.floor(Date.UTC(2026, 9, 1) / HOUR)
  const bucket = { number, start: number * HOUR, span: HOUR, shards: 7 }
  const names = SOURCES.filter(([collection]) => collection === POST).flatMap(
    ([collection, path]) =>
      [
        { kind: 'account', account: 9 } as const,
        { kind: 'record', account: 9, collection: POST, rkey: 'a' } as const,
      ].map((target) => {
        const link = { collection, path, author: 5, rkey, time: bucket.start + 1, characters: 4 }
        const field = receivedField(bucket, target, link)
        return briefReader(bucket, 9)(field, receivedValue(bucket, link))?.record
      }),
  )
  expect(new Set(names.filter((name) => name !== undefined)).size).toBe(1)
})
