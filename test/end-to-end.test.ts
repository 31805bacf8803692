import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { NaiveRecount } from './naive-recount.ts'
import { root, startService, until } from './services.ts'

const file = join(root, '..', 'shared', 'data', 'real-events.jsonl')
const PARTITIONS = 4

test.skipIf(!existsSync(file))(
  'every account’s answer equals a naive recount of real events, through kills and replays',
  async () => {
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    const naive = new NaiveRecount()
    for (const line of lines) naive.apply(JSON.parse(line))
    const lastTime = JSON.parse(lines.at(-1) ?? '').time_us

    await using server = await startRedis({ persist: true })
    await using redis = await connect(server.url)
    const apiPort = await freePort()
    const env = {
      REDIS_URL: server.url,
      PARTITIONS: String(PARTITIONS),
      RETENTION_HOURS: '0',
      BUCKET_HOURS: '168',
      REPLAY_HOURS: '1000000',
      LEASE_SECONDS: '1',
      APPVIEW_URL: 'http://127.0.0.1:9',
      PORT: String(apiPort),
    }
    await using indexer = startService('indexer/main.ts', env)
    await using scheduler = startService('scheduler/main.ts', env)
    await using api = startService('api/main.ts', env)
    const answering = [indexer, scheduler, api]

    for (const [round, killing] of [true, false, true].entries()) {
      const port = await freePort()
      // Four years in some seconds, so that there is a middle to be killed in.
      const pace = killing ? '20000000' : 'max'
      await using replay = startService('demo/replay.ts', {}, [
        file,
        '--port',
        String(port),
        '--speed',
        pace,
      ])
      await until('the replay listens', async () => replay.output().includes(String(port)), [
        replay,
      ])
      const feedEnv = { ...env, JETSTREAM_URL: `ws://127.0.0.1:${port}/subscribe` }
      await using firehose = startService('firehose/main.ts', feedEnv)
      const services = [firehose, ...answering]
      const feed = `127.0.0.1:${port}/v1`

      if (killing) {
        await until('the first events arrive', () => hasCursor(redis, feed), services)
        for (const service of services) {
          await sleep(400)
          await service.kill()
          service.start()
        }
        expect(await oldestCursor(redis, feed)).toBeLessThan(lastTime)
      }
      await until('all is indexed', () => isIndexed(redis, feed, lastTime), services, 120)
      await until('the API answers', () => answers(apiPort), services)
      await compareAll(apiPort, naive, `round ${round}`)
    }
  },
)

test.runIf(!existsSync(file))(
  'real events: skipped, ../shared/data/real-events.jsonl is absent',
  () => {},
)

async function hasCursor(redis: Redis, feed: string): Promise<boolean> {
  return (await oldestCursor(redis, feed)) > 0
}

async function oldestCursor(redis: Redis, feed: string): Promise<number> {
  const cursors = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => redis.get(keys.cursor(partition, feed))),
  )
  return Math.min(...cursors.map((cursor) => Number(cursor ?? 0)))
}

/** Every partition holds the last event, and nothing waits in it to be applied. */
async function isIndexed(redis: Redis, feed: string, lastTime: number): Promise<boolean> {
  if ((await oldestCursor(redis, feed)) < lastTime) return false
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const key = keys.events(partition)
    const [group] = await redis.xInfoGroups(key).catch(() => [])
    if (!group || group.pending > 0) return false
    const after = await redis.xRange(key, `(${group['last-delivered-id']}`, '+', { COUNT: 1 })
    if (after === null || after.length > 0) return false
  }
  return true
}

async function answers(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
  return answer?.ok ?? false
}

async function compareAll(port: number, naive: NaiveRecount, what: string): Promise<void> {
  const expected = naive.answers(0, Number.POSITIVE_INFINITY)
  const dids = new Set([...naive.accounts, ...expected.keys()])
  let compared = 0
  for (const did of dids) {
    if (naive.hidden.has(did)) continue
    const answer = await fetch(`http://127.0.0.1:${port}/interactions/${did}?window=all`)
    const { sent, received, both } = (await answer.json()) as Record<string, unknown>
    const nothing = { sent: [], received: [], both: [] }
    expect({ sent, received, both }, `${what}: ${did}`).toEqual(expected.get(did) ?? nothing)
    compared++
  }
  expect(compared).toBeGreaterThan(700)
}
