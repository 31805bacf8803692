import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readEnvelopeV2 } from './envelope-v2.ts'
import { frameOf, timeOf } from './fixtures.ts'

const CAPTURE = new URL('../../shared/data/jetstream-capture/', import.meta.url)
const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const TIME_US = 1_700_000_000_123_456
const PLACE = { seq: 41, did: ANNA, time: timeOf(TIME_US) }
const LIKE = { rev: '3mm', collection: 'app.bsky.feed.like', rkey: '3mk' }
const RECORD = { $type: 'app.bsky.feed.like', subject: { uri: 'at://x', cid: 'y' } }

test.each([
  [
    'a create',
    frameOf('commit', { ...PLACE, ...LIKE, operation: 'create', record: RECORD, cid: 'bafy' }),
    { kind: 'commit', commit: { ...LIKE, operation: 'create', record: RECORD, cid: 'bafy' } },
  ],
  [
    'a delete',
    frameOf('commit', { ...PLACE, ...LIKE, operation: 'delete' }),
    { kind: 'commit', commit: { ...LIKE, operation: 'delete' } },
  ],
  [
    'an identity event',
    frameOf('identity', { ...PLACE, identity: { did: ANNA, seq: 7, handle: 'anna.example' } }),
    { kind: 'identity', identity: { did: ANNA, seq: 7, handle: 'anna.example' } },
  ],
  [
    'an account event',
    frameOf('account', { ...PLACE, account: { active: false, status: 'deleted' } }),
    { kind: 'account', account: { active: false, status: 'deleted' } },
  ],
])('%s has its place and the line of v1', (_, frame, rest) => {
  const read = readEnvelopeV2(frame)

  expect(read).toMatchObject({ did: ANNA, seq: 41, timeUs: TIME_US })
  expect(JSON.parse((read as { line: string }).line)).toEqual({
    did: ANNA,
    time_us: TIME_US,
    ...rest,
  })
})

test('of a repository that was replaced the rev is told, and of what is created its rev', () => {
  const sync = { did: ANNA, rev: '3mm', seq: 9, blocks: 'AAAA', time: timeOf(5) }

  expect(readEnvelopeV2(frameOf('sync', { ...PLACE, sync }))).toEqual({
    replaced: { did: ANNA, rev: '3mm' },
    seq: 41,
    timeUs: TIME_US,
  })
  for (const operation of ['create', 'update', 'delete']) {
    const { createdWith } = readEnvelopeV2(
      frameOf('commit', { ...PLACE, ...LIKE, operation, record: RECORD }),
    ) as { createdWith?: string }
    expect(createdWith).toBe(operation === 'create' ? '3mm' : undefined)
  }
})

test('what the server says of the subscription is told apart from events', () => {
  expect(readEnvelopeV2(frameOf('info', { name: 'OutdatedCursor', message: 'too old' }))).toEqual({
    notice: 'info',
    name: 'OutdatedCursor',
    message: 'too old',
  })
  expect(readEnvelopeV2('{"$type":"error","error":"ConsumerTooSlow","message":"slow"}')).toEqual({
    notice: 'error',
    name: 'ConsumerTooSlow',
    message: 'slow',
  })
})

test.each([
  ['2026-08-13T10:00:00.000001Z', Date.UTC(2026, 7, 13, 10) * 1000 + 1],
  ['2026-08-13T10:00:00.5Z', Date.UTC(2026, 7, 13, 10) * 1000 + 500_000],
  ['2026-08-13T10:00:00Z', Date.UTC(2026, 7, 13, 10) * 1000],
])('%s is read to the microsecond', (time, timeUs) => {
  expect(readEnvelopeV2(frameOf('account', { ...PLACE, time, account: {} }))).toMatchObject({
    timeUs,
  })
})

test('the time at which the server saw the event counts, whatever its operator made of it', () => {
  const frame = { ...PLACE, ...LIKE, operation: 'delete', time: '2019-01-01T00:00:00.000000Z' }
  const read = readEnvelopeV2(frameOf('commit', { ...frame, witnessedAt: timeOf(TIME_US) }))

  expect(read).toMatchObject({ timeUs: TIME_US })
  expect(JSON.parse((read as { line: string }).line)).toEqual({
    did: ANNA,
    time_us: TIME_US,
    kind: 'commit',
    commit: { ...LIKE, operation: 'delete' },
  })
})

test.each([
  ['not JSON', 'hello', /^not JSON/],
  ['an event of v1', '{"did":"did:plc:a","time_us":5,"kind":"identity"}', /neither a message/],
  ['null', 'null', /neither a message/],
  ['a message without a payload', '{"$type":"message"}', /neither a message/],
  ['no author', frameOf('commit', { ...PLACE, did: undefined }), /did is missing/],
  ['no number', frameOf('commit', { ...PLACE, seq: '41' }), /seq/],
  ['no time', frameOf('commit', { ...PLACE, time: undefined }), /time/],
  [
    'a time of another zone',
    frameOf('commit', { ...PLACE, time: '2026-08-13T10:00:00+02:00' }),
    /time/,
  ],
  [
    'a time that does not exist',
    frameOf('commit', { ...PLACE, time: '2026-13-13T10:00:00Z' }),
    /time/,
  ],
  ['a kind nobody knows', frameOf('labels', PLACE), /unknown type/],
])('%s cannot be delivered', (_, frame, reason) => {
  expect(readEnvelopeV2(frame)).toEqual({ reason: expect.stringMatching(reason) })
})

/** A line of v1 as the same server tells it on v2. */
function framesOfV1(line: string): string {
  const { did, time_us, kind, ...rest } = JSON.parse(line)
  const body = kind === 'commit' ? rest.commit : { [kind]: rest[kind] }
  return frameOf(kind, { seq: 1, did, time: timeOf(time_us), ...body })
}

test.skipIf(!existsSync(CAPTURE)).each(['expected_v1.jsonl', 'golden_v1.jsonl'])(
  'the network’s events of %s (skipped where ../shared/data is absent) come out of v2 as v1 has them',
  (file) => {
    const lines = readFileSync(new URL(file, CAPTURE), 'utf8').trimEnd().split('\n')

    for (const line of lines) {
      const event = JSON.parse(line)
      const read = readEnvelopeV2(framesOfV1(line)) as { line: string }
      expect(read).toMatchObject({
        did: event.did,
        timeUs: event.time_us,
        collection: event.commit?.collection,
      })
      expect(JSON.parse(read.line)).toEqual(event)
    }
  },
)
