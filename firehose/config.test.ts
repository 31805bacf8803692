import { readConfig } from '@orrery/shared/config'
import { expect, test } from 'vitest'
import { settings } from './config.ts'

test('without any variable the firehose reads all of the public Jetstream', () => {
  expect(readConfig(settings, {})).toMatchObject({
    JETSTREAM_URL: ['wss://jetstream1.us-east.bsky.network/subscribe'],
    JETSTREAM_ZSTD: true,
    COLLECTIONS: [],
    DIDS: '',
    LANGUAGES: [],
    REPLAY_HOURS: 24,
    REWIND_SECONDS: 3,
    MOVE_REWIND_SECONDS: 300,
    BATCH_EVENTS: 100,
    MAX_PENDING_BYTES: 32 * 1024 * 1024,
  })
})

test('servers and languages are lists', () => {
  const given = {
    JETSTREAM_URL: 'wss://one.example, ws://two.example:1/subscribe',
    LANGUAGES: 'EN, pt',
  }

  expect(readConfig(settings, given)).toMatchObject({
    JETSTREAM_URL: ['wss://one.example', 'ws://two.example:1/subscribe'],
    LANGUAGES: ['en', 'pt'],
  })
})

test.each([
  ['JETSTREAM_URL', 'https://example.com'],
  ['JETSTREAM_URL', 'jetstream'],
  ['JETSTREAM_URL', 'wss://one.example,two'],
  ['JETSTREAM_URL', ','],
  ['JETSTREAM_WIRE', 'v3'],
  ['COLLECTIONS', 'app.bsky.feed.like,no'],
  ['LANGUAGES', 'english'],
  ['REPLAY_HOURS', '-1'],
  ['IDLE_SECONDS', '0'],
  ['BATCH_EVENTS', '0'],
  ['MAX_STREAM_BYTES', 'much'],
])('%s=%s stops the start and is named', (name, value) => {
  expect(() => readConfig(settings, { [name]: value })).toThrow(name)
})
