import { expect, test } from 'vitest'
import { readEnvelope } from './envelope.ts'
import { createWanted, MOST_DIDS } from './wanted.ts'

const ANNA = 'did:plc:anna'
const POST = 'app.bsky.feed.post'

function event(rest: object, did = ANNA) {
  const read = readEnvelope(JSON.stringify({ did, time_us: 5, ...rest }))
  if ('reason' in read) throw new Error(read.reason)
  return read
}

function commit(collection: string, record?: object, operation = 'create', did = ANNA) {
  const commit = { rev: '3mm', operation, collection, rkey: '3mm', record }
  return event({ kind: 'commit', commit }, did)
}

const IDENTITY = event({ kind: 'identity', identity: {} })

test('collections are a filter of commits only', () => {
  const { isWanted } = createWanted(['sh.tangled.*'], undefined, [])

  expect(isWanted(commit('sh.tangled.feed.star'))).toBe(true)
  expect(isWanted(commit(POST))).toBe(false)
  expect(isWanted(IDENTITY)).toBe(true)
})

test('accounts are a filter of every event, and may change', () => {
  const wanted = createWanted([], new Set([ANNA]), [])
  let changes = 0
  const unwatch = wanted.watch(() => changes++)

  expect(wanted.isWanted(IDENTITY)).toBe(true)
  expect(wanted.isWanted(commit(POST, {}, 'create', 'did:plc:bert'))).toBe(false)
  wanted.setDids(new Set(['did:plc:bert']))
  expect(wanted.isWanted(IDENTITY)).toBe(false)
  expect(wanted.isWanted(commit(POST, {}, 'create', 'did:plc:bert'))).toBe(true)
  unwatch()
  wanted.setDids(new Set())
  expect(wanted.isWanted(IDENTITY)).toBe(false)
  expect(changes).toBe(1)
})

test.each([
  ['where all are wanted', undefined, undefined, false],
  ['where nobody is', 0, undefined, true],
  ['where some are', 2, 2, true],
  ['where as many are as a server takes', MOST_DIDS, MOST_DIDS, true],
  ['where more are', MOST_DIDS + 1, undefined, true],
])('a server is told of accounts %s', (_, many, named, isNarrow) => {
  const dids = Array.from({ length: many ?? 0 }, (_, number) => `did:plc:${number}`)
  const wanted = createWanted([], many === undefined ? undefined : new Set(dids), [])

  expect(wanted.didsToName()?.length).toBe(named)
  expect(wanted.isNarrow()).toBe(isNarrow)
})

test.each([
  ['a post in one of them', commit(POST, { langs: ['de', 'en-US'] }), true],
  ['a post in another', commit(POST, { langs: ['ja'] }), false],
  ['a post that tells none', commit(POST, { text: 'hm' }), false],
  ['a post that was changed', commit(POST, { langs: ['ja'] }, 'update'), true],
  ['a post that is gone', commit(POST, undefined, 'delete'), true],
  ['a post that is none', commit(POST, undefined), true],
  ['a like, whatever it says', commit('app.bsky.feed.like', { langs: ['ja'] }), true],
  ['an identity event', IDENTITY, true],
])('languages are a filter of new posts only: %s', (_, event, isWanted) => {
  expect(createWanted([], undefined, ['en', 'pt']).isWanted(event)).toBe(isWanted)
})

test('und stands for the posts that tell no language', () => {
  expect(createWanted([], undefined, ['und']).isWanted(commit(POST, { text: 'hm' }))).toBe(true)
})
