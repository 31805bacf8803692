import { afterAll } from 'vitest'
import { connect, type Redis } from './redis.ts'
import { startRedis } from './testing.ts'
import { startCluster, type TestCluster } from './testing-cluster.ts'

type OpenServer = { redis: Redis } & AsyncDisposable

const NONE = { json: false, timeSeries: false }

/**
 * The kinds of server that a contract must hold on: a plain one of the test's own, a cluster of the
 * test file's own, and one with RedisJSON and RedisTimeSeries, which the environment must name. The
 * last two are not emptied, so tests use keys of their own there and delete them.
 */
export const SERVERS = [
  { kind: 'plain Redis', modules: NONE, open: openPlain },
  { kind: 'Redis Cluster', modules: NONE, open: openCluster },
  { kind: 'Redis with modules', modules: { json: true, timeSeries: true }, open: openWithModules },
]

async function openPlain(): Promise<OpenServer> {
  const server = await startRedis()
  const redis = await connect(server.url)
  return {
    redis,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

let cluster: Promise<TestCluster> | undefined
afterAll(async () => (await cluster)?.[Symbol.asyncDispose]())

async function openCluster(): Promise<OpenServer> {
  cluster ??= startCluster()
  const redis = await connect((await cluster).url)
  return { redis, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() }
}

async function openWithModules(skip: (reason: string) => never): Promise<OpenServer> {
  const url = process.env.REDIS_MODULES_URL
  if (!url) skip('REDIS_MODULES_URL names no server with RedisJSON and RedisTimeSeries')
  const redis = await connect(url)
  return { redis, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() }
}
