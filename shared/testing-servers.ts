import { connect, type Redis } from './redis.ts'
import { startRedis } from './testing.ts'

type OpenServer = { redis: Redis } & AsyncDisposable

/**
 * The two kinds of server that a contract must hold on: a plain one of the test's own, and one with
 * RedisJSON and RedisTimeSeries, which the environment must name. It is not emptied, so tests use
 * keys of their own there and delete them.
 */
export const SERVERS = [
  { kind: 'plain Redis', modules: { json: false, timeSeries: false }, open: openPlain },
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

async function openWithModules(skip: (reason: string) => never): Promise<OpenServer> {
  const url = process.env.REDIS_MODULES_URL
  if (!url) skip('REDIS_MODULES_URL names no server with RedisJSON and RedisTimeSeries')
  const redis = await connect(url)
  return { redis, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() }
}
