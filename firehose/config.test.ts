import { readConfig } from '@orrery/shared/config'
import { expect, test } from 'vitest'
import { settings } from './config.ts'

test('without any variable the firehose reads all of the public Jetstream', () => {
  expect(readConfig(settings, {})).toMatchObject({
    JETSTREAM_URL: 'wss://jetstream1.us-east.bsky.network/subscribe',
    COLLECTIONS: [],
    REPLAY_HOURS: 24,
    REWIND_SECONDS: 3,
    BATCH_EVENTS: 100,
    MAX_PENDING_BYTES: 32 * 1024 * 1024,
  })
})

test.each([
  ['JETSTREAM_URL', 'https://example.com'],
  ['JETSTREAM_URL', 'jetstream'],
  ['COLLECTIONS', 'app.bsky.feed.like,no'],
  ['REPLAY_HOURS', '-1'],
  ['IDLE_SECONDS', '0'],
  ['BATCH_EVENTS', '0'],
  ['MAX_STREAM_BYTES', 'much'],
])('%s=%s stops the start and is named', (name, value) => {
  expect(() => readConfig(settings, { [name]: value })).toThrow(name)
})
