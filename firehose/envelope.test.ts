import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseEnvelope, readEnvelope } from './envelope.ts'

const RECORDING = new URL('../../shared/data/real-events.jsonl', import.meta.url)
const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

function frameOf(event: object): string {
  return JSON.stringify(event)
}

function commitOf(record: object, collection = 'app.bsky.feed.post') {
  return {
    did: ANNA,
    time_us: 1_700_000_000_000_000,
    kind: 'commit',
    commit: {
      rev: '3mmoojp7etg2g',
      operation: 'create',
      collection,
      rkey: '3mmoojp7etg2g',
      record,
    },
  }
}

const DELETE = { rev: '3mm', operation: 'delete', collection: 'app.bsky.feed.like', rkey: '3mm' }

test.each([
  ['a create', frameOf(commitOf({ text: 'hello' })), 'app.bsky.feed.post'],
  [
    'a delete',
    frameOf({ did: ANNA, time_us: 1_700_000_000_000_000, kind: 'commit', commit: DELETE }),
    'app.bsky.feed.like',
  ],
  [
    'an identity event',
    frameOf({
      did: ANNA,
      time_us: 1_700_000_000_000_000,
      kind: 'identity',
      identity: { did: ANNA },
    }),
    undefined,
  ],
  [
    'an account event',
    frameOf({
      did: ANNA,
      time_us: 1_700_000_000_000_000,
      kind: 'account',
      account: { active: true },
    }),
    undefined,
  ],
])(
  'of %s the author, the time and the collection are read, and its line is verbatim',
  (_, frame, collection) => {
    expect(readEnvelope(frame)).toEqual({
      did: ANNA,
      timeUs: 1_700_000_000_000_000,
      collection,
      line: frame,
    })
  },
)

const HOSTILE: [string, string][] = [
  [
    'a record that holds a DID',
    frameOf(commitOf({ did: 'did:plc:other', time_us: 1, collection: 'x.y.z' })),
  ],
  [
    'a text that looks like an event',
    frameOf(commitOf({ text: '{"did":"did:plc:other","time_us":1,"kind":"commit"}' })),
  ],
  ['a text that ends the record early', frameOf(commitOf({ text: '"}},"did":"did:plc:other"' }))],
  ['a text with line breaks, escaped', frameOf(commitOf({ text: 'one\ntwo\r\u2028three' }))],
  [
    'a DID with an escape',
    '{"did":"did:plc:\\u0061bc","time_us":5,"kind":"account","account":{"active":true}}',
  ],
  [
    'a collection with an escape',
    '{"did":"did:plc:a","time_us":5,"kind":"commit","commit":{"rev":"3mm","operation":"create","collection":"a.b\\u002ec","rkey":"r"}}',
  ],
  [
    'another order of keys',
    '{"kind":"commit","time_us":5,"commit":{"collection":"a.b.c","rev":"3"},"did":"did:plc:a"}',
  ],
  [
    'a commit that names its collection late',
    '{"did":"did:plc:a","time_us":5,"kind":"commit","commit":{"rev":"3","rkey":"r","operation":"create","collection":"a.b.c"}}',
  ],
  [
    'a commit without a collection',
    '{"did":"did:plc:a","time_us":5,"kind":"commit","commit":{"rev":"3"}}',
  ],
  ['spaces between tokens', '{ "did": "did:plc:a", "time_us": 5, "kind": "identity" }'],
  ['spaces after the object', '{"did":"did:plc:a","time_us":5,"kind":"identity"}  '],
  [
    'a cursor of a newer server',
    '{"did":"did:plc:a","time_us":5,"kind":"identity","identity":{},"cursor":7}',
  ],
  ['a kind nobody knows', '{"did":"did:plc:a","time_us":5,"kind":"identity2","identity":{}}'],
  ['a kind that is not text', '{"did":"did:plc:a","time_us":5,"kind":7}'],
  ['a time that is too great', '{"did":"did:plc:a","time_us":9999999999999999,"kind":"identity"}'],
  ['a time before the epoch', '{"did":"did:plc:a","time_us":-5,"kind":"identity"}'],
  ['a time with a fraction', '{"did":"did:plc:a","time_us":5.5,"kind":"identity"}'],
  ['a time with a leading zero', '{"did":"did:plc:a","time_us":05,"kind":"identity"}'],
  ['a time as text', '{"did":"did:plc:a","time_us":"5","kind":"identity"}'],
  ['the time zero', '{"did":"did:plc:a","time_us":0,"kind":"identity"}'],
  ['no author', '{"time_us":5,"kind":"identity"}'],
  ['an author without text', '{"did":"","time_us":5,"kind":"identity"}'],
  [
    'an author of another method',
    '{"did":"did:web:example.com%3A8080","time_us":5,"kind":"identity"}',
  ],
  ['an author that is no DID', '{"did":"anna","time_us":5,"kind":"identity"}'],
  ['an array', '[1]'],
  ['null', 'null'],
  ['nothing', ''],
  ['text', 'hello'],
]

test.each(HOSTILE)('%s is read as a whole parse reads it', (_, frame) => {
  expect(readEnvelope(frame)).toEqual(parseEnvelope(frame))
})

test.each([
  ['not JSON', 'hello', /^not JSON/],
  ['half an event', '{"did":"did:plc:a","time_us":5,"kind":"ident', /^not JSON/],
  ['an array', '[1]', /did is missing/],
  ['null', 'null', /not a JSON object/],
  ['an event without a time', '{"did":"did:plc:a","kind":"identity"}', /time_us/],
  [
    'a line break inside a string',
    '{"did":"did:plc:a","time_us":5,"kind":"identity","x":"a\nb"}',
    /^not JSON/,
  ],
])('%s cannot be delivered', (_, frame, reason) => {
  expect(readEnvelope(frame)).toEqual({ reason: expect.stringMatching(reason) })
})

test('an event of several lines becomes one line that means the same', () => {
  const event = commitOf({ text: 'one\ntwo', exact: 12 })
  const read = readEnvelope(`\n${JSON.stringify(event, null, 2)}\r\n`)

  expect(read).toMatchObject({ did: ANNA, collection: 'app.bsky.feed.post' })
  const { line } = read as { line: string }
  expect(line).not.toMatch(/[\r\n]/)
  expect(JSON.parse(line)).toEqual(event)
})

test('numbers beyond the exact ones of JavaScript are not changed by making one line', () => {
  const frame = '{"did":"did:plc:a",\n"time_us":5,"kind":"identity","big":12345678901234567890}'

  expect(readEnvelope(frame)).toMatchObject({ line: frame.replace('\n', ' ') })
})

test('random events in random layouts are read as a whole parse reads them', () => {
  const pick = (...choices: unknown[]) => choices[Math.floor(Math.random() * choices.length)]
  for (let round = 0; round < 2000; round++) {
    const commit = {
      rev: pick('3mmoojp7etg2g', 'a"b', ''),
      operation: pick('create', 'update', 'delete', 7),
      collection: pick('app.bsky.feed.like', 'a.b', 'ä', '', null),
      record: pick({ text: '"did":"x"' }, { commit: { collection: 'no' } }, undefined),
    }
    const parts = [
      ['did', pick(ANNA, 'did:web:a', 'did:plc:"', 'ä', '', 5)],
      ['time_us', pick(0, 1, 1.5, -1, 1_700_000_000_000_000, 2 ** 60, '5')],
      ['kind', pick('commit', 'identity', 'account', 'other')],
      ['commit', pick(commit, null, undefined, 'commit')],
    ]
    if (Math.random() < 0.2) parts.reverse()
    const frame = JSON.stringify(Object.fromEntries(parts), null, Math.random() < 0.2 ? 1 : 0)

    expect(readEnvelope(frame), frame).toEqual(parseEnvelope(frame))
  }
})

test.skipIf(!existsSync(RECORDING))(
  'the events of the recording (skipped where ../shared/data is absent) are read as a whole parse reads them',
  () => {
    const frames = readFileSync(RECORDING, 'utf8').trimEnd().split('\n')

    expect(frames.length).toBeGreaterThan(5000)
    for (const frame of frames) {
      const event = JSON.parse(frame)
      expect(readEnvelope(frame)).toEqual({
        did: event.did,
        timeUs: event.time_us,
        collection: event.commit?.collection,
        line: frame,
      })
    }
  },
)
