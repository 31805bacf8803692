import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { answers, compareAll, keepAllOf, recountOf } from './comparison.ts'
import { isIndexed, oldestCursor, PARTITIONS } from './indexed.ts'
import { hasRealLines, realLines, spanOf } from './network-lines.ts'
import { startService, until } from './services.ts'

test.skipIf(!hasRealLines)(
  'every account’s answer equals a naive recount of real events, through kills and replays',
  async () => {
    await using recording = await realLines()
    const naive = recountOf(recording.lines)
    const lastTime = spanOf(recording.lines).to

    await using server = await startRedis({ persist: true })
    await using redis = await connect(server.url)
    const apiPort = await freePort()
    const apiUrl = `http://127.0.0.1:${apiPort}`
    const env = keepAllOf(server.url, PARTITIONS, apiPort)
    await using indexer = startService('indexer/main.ts', env)
    await using scheduler = startService('scheduler/main.ts', env)
    await using api = startService('api/main.ts', env)
    const answering = [indexer, scheduler, api]

    for (const [round, killing] of [true, false, true].entries()) {
      // A server that is new goes on where another was left, unless nothing says where that is.
      for (const cursor of await redis.keys('cursor:*')) await redis.del(cursor)
      const port = await freePort()
      // Four years in some seconds, so that there is a middle to be killed in.
      const pace = killing ? '20000000' : 'max'
      const parameters = [recording.file, '--port', String(port), '--speed', pace]
      await using replay = startService('demo/replay.ts', {}, parameters)
      await until('the replay listens', async () => replay.output().includes(String(port)), [
        replay,
      ])
      const feedEnv = { ...env, JETSTREAM_URL: `ws://127.0.0.1:${port}/subscribe` }
      await using firehose = startService('firehose/main.ts', feedEnv)
      const services = [firehose, ...answering]
      const feed = `127.0.0.1:${port}/v1`

      if (killing) {
        const hasBegun = async () => (await oldestCursor(redis, feed)) > 0
        await until('the first events arrive', hasBegun, services)
        for (const service of services) {
          await sleep(400)
          await service.kill()
          service.start()
        }
        expect(await oldestCursor(redis, feed)).toBeLessThan(lastTime)
      }
      await until('all is indexed', () => isIndexed(redis, feed, lastTime), services, 120)
      await until('the API answers', () => answers(apiUrl), services)
      expect(await compareAll(apiUrl, naive, `round ${round}`)).toBeGreaterThan(700)
    }
  },
)

test.runIf(!hasRealLines)(
  'real events: skipped, ../shared/data/real-events.jsonl is absent',
  () => {},
)
