import { expect, test } from 'vitest'
import type { LoggedEvent } from './event-log.ts'
import { connect, like } from './fixtures.ts'
import { serveJetstream } from './jetstream-server.ts'
import { createMemoryLog } from './memory-log.ts'

const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
/** 2026-06-01T12:00:00.000000Z */
const NOON = 1_780_315_200_000_000

async function serveLog(events: LoggedEvent[] = [], capacity = 1000) {
  const source = createMemoryLog(capacity)
  source.append(events)
  const server = await serveJetstream({ port: 0, source })
  return { source, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const payloads = (frames: string[]) => frames.map((frame) => JSON.parse(frame).payload)

test('a commit is flat, and numbered from 1 on, at a time with six digits', async () => {
  await using log = await serveLog([like(NOON + 7, ANNA)])
  await using client = await connect(log.server.urlV2, '?cursor=0')
  const record = { $type: 'app.bsky.feed.like', text: '' }

  expect((await client.received(1)).map((frame) => JSON.parse(frame))).toEqual([
    {
      $type: 'message',
      payload: {
        $type: 'network.bsky.jetstream.subscribeEvents#commit',
        seq: 1,
        did: ANNA,
        time: '2026-06-01T12:00:00.000007Z',
        witnessedAt: '2026-06-01T12:00:00.000007Z',
        rev: '3mmoojp7etg2g',
        operation: 'create',
        collection: 'app.bsky.feed.like',
        rkey: '3mmoojp7etg2g',
        record,
      },
    },
  ])
})

test('a cursor replays from its number on, and the live tail follows without a gap', async () => {
  const events = [1, 2, 3, 4].map((at) => like(NOON + at))
  await using log = await serveLog(events.slice(0, 3))
  await using client = await connect(log.server.urlV2, '?cursor=2')
  await client.received(2)
  log.source.append(events.slice(3))

  expect(payloads(await client.received(3)).map(({ seq }) => seq)).toEqual([2, 3, 4])
})
test('a client that asks for zstd by the current dictionary gets binary frames made with it', async () => {
  await using log = await serveLog([like(NOON)])
  const answer = await fetch(
    `${log.server.urlV2.replace('ws', 'http')}`.replace('subscribeEvents', 'getZstdDictionary'),
  )
  const dictionary = Buffer.from(await answer.arrayBuffer())
  const query = `?cursor=0&zstdDictionary=${dictionary.readUInt32LE(4)}`
  await using client = await connect(log.server.urlV2, query, { dictionary })

  expect(payloads(await client.received(1))).toMatchObject([{ seq: 1 }])
})
