import type { Logger } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { startCluster } from '@orrery/shared/testing-cluster'
import { expect, test } from 'vitest'
import { prepareServer } from './prepare-server.ts'

/** A log that keeps its warnings. */
function keepingLog() {
  const warnings: string[] = []
  const warn = (...line: unknown[]) => warnings.push(String(line.at(-1)))
  return { warnings, log: { warn } as unknown as Logger }
}

test('every node of a cluster gets the settings, and writes to disk before it answers', async () => {
  await using cluster = await startCluster({ masters: 3 })
  await using redis = await connect(cluster.url)
  const { warnings, log } = keepingLog()
  await prepareServer(redis, log)

  const wanted = { 'hash-max-listpack-value': '16384', appendfsync: 'always' }
  for (const node of await redis.nodes()) {
    expect(await node.configGet(Object.keys(wanted))).toEqual(wanted)
  }
  expect(warnings).toEqual([])
})

test('what would cost data or memory is said once, whichever server it is about', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await redis.configSet('maxmemory-policy', 'allkeys-lru')
  await redis.sendCommand(['ACL', 'SETUSER', 'default', '-config|set'])
  const { warnings, log } = keepingLog()
  await prepareServer(redis, log)

  expect(warnings).toEqual([
    expect.stringContaining('refused its settings, which costs memory'),
    expect.stringContaining('maxmemory-policy allkeys-lru'),
    expect.stringContaining('no append-only file'),
  ])
  expect(await redis.configGet('appendfsync')).toEqual({ appendfsync: 'everysec' })
})
