import { keys } from '@orrery/shared/keys'
import { LAYOUT_VERSION } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { startService, until } from './services.ts'

const NOWHERE = 'ws://127.0.0.1:9/subscribe'
const newer = { version: LAYOUT_VERSION + 1, partitions: 4, bucketHours: 1 }

/** The lines of a log that are worse than a warning. */
function failuresIn(output: string): { level: number; msg: string }[] {
  const lines = output.split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line)).filter(({ level }) => level > 40)
}

test.each(['firehose', 'indexer', 'scheduler', 'api'])(
  'the %s refuses a store of a newer layout in one sentence, and changes nothing in it',
  async (name) => {
    await using server = await startRedis()
    await using redis = await connect(server.url)
    await redis.hSet(keys.layout, newer)
    const env = { REDIS_URL: server.url, JETSTREAM_URL: NOWHERE, PORT: '0' }
    await using service = startService(`${name}/main.ts`, env)
    const hasEnded = async () => failuresIn(service.output()).length > 0
    await until('it gives up', hasEnded, [service])
    expect(failuresIn(service.output())).toEqual([
      expect.objectContaining({
        level: 60,
        msg: expect.stringMatching(/^This Redis holds layout version \d+, .*a newer program/),
      }),
    ])
    expect(await redis.keys('*')).toEqual([keys.layout])
    expect(await redis.hGetAll(keys.layout)).toMatchObject({ version: String(newer.version) })
  },
)

test('processes wait for a store that was left half up to date, until a scheduler has finished it', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const half = { version: LAYOUT_VERSION, partitions: 4, bucketHours: 1 }
  await redis.hSet(keys.layout, { ...half, migratingFrom: LAYOUT_VERSION })
  const port = await freePort()
  const env = { REDIS_URL: server.url, JETSTREAM_URL: NOWHERE, PORT: String(port) }
  await using firehose = startService('firehose/main.ts', env)
  await using indexer = startService('indexer/main.ts', env)
  await using api = startService('api/main.ts', env)
  for (const service of [firehose, indexer]) {
    const waits = async () => service.output().includes('waiting for the scheduler')
    await until('it waits', waits, [service])
  }
  const ask = () => fetch(`http://127.0.0.1:${port}/top`).catch(() => undefined)
  await until('the API says that it cannot answer yet', async () => (await ask())?.status === 503)
  expect(await redis.exists([keys.feed, keys.indexers])).toBe(0)

  await using scheduler = startService('scheduler/main.ts', env)
  const services = [firehose, indexer, scheduler, api]
  const works = async () => (await redis.exists([keys.feed, keys.indexers])) === 2
  await until('they work', works, services)
  await until('the API answers', async () => (await ask())?.status === 200, services)
  expect(await redis.hGetAll(keys.layout)).not.toHaveProperty('migratingFrom')
})
