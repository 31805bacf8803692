import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { keys, type Leased } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { root, until } from './services.ts'

const WRITERS = ['firehose/main.ts', 'indexer/main.ts', 'scheduler/main.ts']

const leaseKeys = (of: Leased) => [keys.lease(of), keys.holders(of)]

/** A service as a process manager runs it: it says when it is ready. */
function run(script: string, redisUrl: string) {
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: { REDIS_URL: redisUrl, JETSTREAM_URL: 'ws://127.0.0.1:9/subscribe' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { child, ended, ready: once(child, 'message'), output: () => printed }
}

test.each(WRITERS)('%s ends as told while it still waits for Redis', async (script) => {
  const service = run(script, `redis://127.0.0.1:${await freePort()}`)
  await until('it waits', async () => service.output().includes('cannot be reached'))
  service.child.kill('SIGTERM')
  expect(await service.ended).toBe(0)
})

test.each(WRITERS)('%s ends as told, and leaves no lease behind', async (script) => {
  await using server = await startRedis()
  const service = run(script, server.url)
  await service.ready
  await using redis = await connect(server.url)
  if (script.startsWith('indexer')) {
    await until('a partition is held', async () => (await redis.exists(keys.lease(0))) === 1)
  }
  if (script.startsWith('scheduler')) {
    await until('jobs run', async () => (await redis.exists(keys.jobs)) === 1)
  }
  service.child.kill('SIGTERM')
  expect(await service.ended).toBe(0)
  const left = [keys.indexers, ...([0, 'scheduler'] as const).flatMap(leaseKeys)]
  expect(await redis.exists(left)).toBe(0)
})

test.each(WRITERS)(
  '%s ends, and leaves no lease behind, when its manager is gone',
  async (script) => {
    await using server = await startRedis()
    const service = run(script, server.url)
    await service.ready
    service.child.disconnect()
    expect(await service.ended).toBe(0)
    await using redis = await connect(server.url)
    expect(await redis.exists([keys.indexers, ...leaseKeys(0), ...leaseKeys('scheduler')])).toBe(0)
  },
)

test.each(WRITERS)('%s ends with an error when Redis restarts, though idle', async (script) => {
  await using server = await startRedis({ persist: true })
  const service = run(script, server.url)
  await service.ready
  await server.crash()
  expect(await service.ended).toBe(1)
})
