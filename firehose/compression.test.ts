import { zstdCompressSync } from 'node:zlib'
import { keys } from '@orrery/shared/keys'
import { startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import type { WebSocket } from 'ws'
import { readDictionaryFile } from './dictionary.ts'
import {
  accountFrame,
  accountLine,
  dictionaryNumbered,
  type QuietServer,
  readStreams,
  serveQuietly,
} from './fixtures.ts'
import { ANNA, follow, NOW_US } from './testing.ts'

const OLD = dictionaryNumbered(7)
const NEW = dictionaryNumbered(8)

async function serveWith(dictionary: Buffer | undefined): Promise<QuietServer> {
  const server = await serveQuietly()
  onTestFinished(() => server[Symbol.asyncDispose]())
  server.dictionary = dictionary
  return server
}

function sendCompressed(client: WebSocket, text: string, { bytes } = OLD) {
  client.send(zstdCompressSync(text, { dictionary: bytes }))
}

function asked(server: QuietServer) {
  return server.queries.map((query) => query.get('zstdDictionary') ?? query.get('compress'))
}

test('a v2 server’s dictionary is fetched once, and events come compressed with it', async () => {
  const store = await startRedis()
  onTestFinished(() => store[Symbol.asyncDispose]())
  const server = await serveWith(OLD.bytes)
  const { redis, stop, ended } = await follow(server.urlV2, {}, store)
  const client = await server.nextClient()
  sendCompressed(client, accountFrame(ANNA, NOW_US, 41))
  client.close()
  await server.nextClient()
  stop.abort()
  await ended
  await follow(server.urlV2, {}, store)
  await server.nextClient()

  expect(asked(server)).toEqual(['7', '7', '7'])
  expect(server.dictionaryRequests()).toBe(1)
  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, NOW_US)])
})

test('a server that has another dictionary by now is asked for it', async () => {
  const server = await serveWith(OLD.bytes)
  const { redis } = await follow(server.urlV2)
  const client = await server.nextClient()
  server.dictionary = NEW.bytes
  server.refuseNext('UnknownZstdDictionary')
  client.close()
  const again = await server.nextClient()
  sendCompressed(again, accountFrame(ANNA, NOW_US, 41), NEW)
  again.close()
  await server.nextClient()

  expect(asked(server)).toEqual(['7', '7', '8', '8'])
  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, NOW_US)])
})

test('a server that refuses its own dictionary is read uncompressed', async () => {
  const server = await serveWith(OLD.bytes)
  server.refuseNext('UnknownZstdDictionary')
  await follow(server.urlV2)
  const client = await server.nextClient()
  client.close()
  await server.nextClient()

  expect(asked(server)).toEqual(['7', null, null])
})

test.each([
  ['without a dictionary', undefined],
  ['whose dictionary is none', Buffer.from('so not')],
])('a server %s is read uncompressed', async (_, dictionary) => {
  const server = await serveWith(dictionary)
  const { redis } = await follow(server.urlV2)
  await server.nextClient()

  expect(asked(server)).toEqual([null])
  expect(await redis.exists(keys.dictionary(new URL(server.url).host))).toBe(0)
})

test('a frame that does not fit the dictionary ends the connection, and the next is uncompressed', async () => {
  const server = await serveWith(OLD.bytes)
  const { redis } = await follow(server.urlV2)
  const client = await server.nextClient()
  sendCompressed(client, accountFrame(ANNA, NOW_US - 1, 41))
  sendCompressed(client, accountFrame(ANNA, NOW_US, 42), NEW)
  const again = await server.nextClient()
  expect(server.queries[1]?.get('cursor')).toBe('41')
  again.send(accountFrame(ANNA, NOW_US - 1, 41))
  again.send(accountFrame(ANNA, NOW_US, 42))
  again.close()
  await server.nextClient()

  expect(asked(server)).toEqual(['7', null, null])
  expect(new Set((await readStreams(redis, 2)).flat()).size).toBe(2)
  expect(await redis.xLen(keys.deadLetters)).toBe(0)
})

test('a v1 server compresses with the dictionary of the settings', async () => {
  const server = await serveWith(undefined)
  const { redis } = await follow(server.url, { compression: { isWanted: true, v1: OLD } })
  const client = await server.nextClient()
  sendCompressed(client, accountLine(ANNA, NOW_US))
  client.close()
  await server.nextClient()

  expect(asked(server)).toEqual(['true', 'true'])
  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, NOW_US)])
})

test('compression can be done without', async () => {
  const server = await serveWith(OLD.bytes)
  await follow(server.urlV2, { compression: { isWanted: false, v1: undefined } })
  await server.nextClient()

  expect(asked(server)).toEqual([null])
  expect(server.dictionaryRequests()).toBe(0)
})

test('a file that is no dictionary stops the start', async () => {
  await expect(readDictionaryFile('/no/such/file')).rejects.toThrow(
    'ZSTD_DICTIONARY: /no/such/file',
  )
  await expect(readDictionaryFile(import.meta.filename)).rejects.toThrow('cannot be read as one')
  expect(await readDictionaryFile(undefined)).toBeUndefined()
})
