import { connect } from '@orrery/shared/redis'

/**
 * Empties the Redis of an earlier demo, so that two simulated pasts do not mix, and marks it as the
 * demo's. Exits 3, having touched nothing, where it holds anything else.
 */
const url = process.argv[2] ?? ''
await using redis = await connect(url)
const isOurs = (await redis.dbSize()) === 0 || (await redis.exists('demo')) === 1
if (isOurs) {
  await redis.flushDb()
  await redis.set('demo', 'simulated data; the demo empties this database when it starts')
} else {
  process.stderr.write(
    `The Redis at ${url} holds data that is not the demo's; point REDIS_URL at an empty one.\n`,
  )
  process.exitCode = 3
}
