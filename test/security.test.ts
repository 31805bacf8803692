import { readFile } from 'node:fs/promises'
import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { serveKnownNetwork } from './known-network.ts'
import { fetched } from './known-site.ts'
import { listeningAddresses } from './listening.ts'
import { startSecuredRedis } from './secured-redis.ts'
import { type Service, startService, until } from './services.ts'

async function hasCircle(apiUrl: string, did: string): Promise<boolean> {
  const answer = await fetched(`${apiUrl}/circles/${did}`)
  if (!answer?.ok) return false
  const { orbits } = (await answer.json()) as { orbits: unknown[][] }
  return (orbits[0]?.length ?? 0) > 0
}

test('all five processes work on a Redis with TLS and a user of the least rights for each', async () => {
  await using redis = await startSecuredRedis()
  await using network = await serveKnownNetwork()
  const [apiPort, sitePort] = [await freePort(), await freePort()]
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const secured = (user: 'firehose' | 'indexer' | 'scheduler' | 'api') => ({
    REDIS_URL: redis.urlFor(user),
    REDIS_CA: redis.authority,
  })
  await using firehose = startService('firehose/main.ts', {
    ...secured('firehose'),
    JETSTREAM_URL: network.jetstreamUrl,
  })
  await using indexer = startService('indexer/main.ts', secured('indexer'))
  await using scheduler = startService('scheduler/main.ts', secured('scheduler'))
  await using api = startService('api/main.ts', {
    ...secured('api'),
    ...{ PORT: String(apiPort), QUOTA_LOOPBACK: 'true' },
    ...{ APPVIEW_URL: network.appViewUrl, AVATAR_HOSTS: network.appViewUrl },
  })
  await using frontend = startService('frontend/main.ts', {
    ...{ PORT: String(sitePort), API_URL: apiUrl },
  })
  const services = [firehose, indexer, scheduler, api, frontend]

  const { did, handle } = network.owner
  await until('the circle is there', () => hasCircle(apiUrl, did), services, 120)
  await until(
    'the site shows it',
    async () => {
      return (await fetched(`http://127.0.0.1:${sitePort}/@${handle}`))?.ok ?? false
    },
    services,
  )
  const ca = await readFile(redis.authority, 'utf8')
  await using operator = await connect(redis.urlFor('operator'), { ca })
  // All that the processes do in a minute or two, so that a right that is missing is missed.
  const jobsDone = async () => {
    const { buckets: _hourly, ...jobs } = await operator.hGetAll(keys.jobs)
    const records = Object.values(jobs).map((each) => JSON.parse(each))
    return records.length > 5 && records.every(({ endedAt }) => endedAt !== null)
  }
  await until('every job has run', jobsDone, services, 150)
  for (const path of [
    ...[`/circles/${handle}.png`, `/interactions/${handle}`, '/top', '/stats', '/collections'],
    ...[`/links/to-account/${did}`, `/export/${did}`, '/search?q=a', '/health'],
    ...[`/circles/${handle}?follow=mutuals`, '/stats/series?metric=events'],
  ]) {
    expect((await fetch(apiUrl + path)).status, path).toBe(200)
  }
  const refused = (await operator.sendCommand(['ACL', 'LOG'])) as string[][]
  const whats = refused.map((entry) => entry[entry.indexOf('object') + 1])
  // Who configures the server is the operator; that it refuses it to others costs nothing.
  expect(whats.filter((what) => what !== 'config|set')).toEqual([])
  const failures = services.flatMap((service) =>
    service
      .output()
      .split('\n')
      .filter((line) => /"level":[56]0|NOPERM/.test(line)),
  )
  expect(failures).toEqual([])
}, 300_000)

test.each([
  ['firehose', ['HSET', 's:1:1', 'a', 'b']],
  ['firehose', ['FLUSHALL']],
  ['firehose', ['CONFIG', 'GET', '*']],
  ['indexer', ['FLUSHALL']],
  ['indexer', ['CONFIG', 'SET', 'appendonly', 'no']],
  ['scheduler', ['SHUTDOWN']],
  ['api', ['HSET', 's:1:1', 'a', 'b']],
  ['api', ['XADD', 'events:{0}', '*', 'd', '{}']],
  ['api', ['HSET', 'api-keys', 'a', 'b']],
  ['api', ['KEYS', '*']],
] as const)('the user of the %s may not %j', async (user, command) => {
  await using redis = await startSecuredRedis()
  const ca = await readFile(redis.authority, 'utf8')
  await using connection = await connect(redis.urlFor(user), { ca })
  await expect(connection.sendCommand([...command])).rejects.toThrow('NOPERM')
})

test.each([
  ['a certificate that nobody known has signed', { password: undefined, ca: '' }, /certificate/],
  ['a wrong password', { password: 'wrong', ca: undefined }, /WRONGPASS/],
])('%s is said and waited for', async (_, { password, ca }, message) => {
  await using redis = await startSecuredRedis()
  await using indexer = startService('indexer/main.ts', {
    REDIS_URL: redis.urlFor('indexer', password),
    REDIS_CA: ca ?? redis.authority,
  })
  const says = async () => indexer.output().includes('cannot be reached')
  await until('it says so', says, [indexer])
  expect(indexer.output()).toMatch(message)
})

test.runIf(process.platform === 'linux')(
  'every server listens on loopback alone unless it is told otherwise',
  async () => {
    await using redis = await startRedis()
    const apiPort = await freePort()
    // Below the ports that the system gives to outgoing connections.
    const metricsPort = 20_000 + (process.pid % 10_000)
    const least = { firehose: 1, indexer: 1, scheduler: 1, api: 2, frontend: 1 }
    await using stack = new AsyncDisposableStack()
    const services: [Service, number][] = []
    for (const [name, count] of Object.entries(least)) {
      const env = {
        REDIS_URL: redis.url,
        JETSTREAM_URL: 'ws://127.0.0.1:9/subscribe',
        API_URL: `http://127.0.0.1:${apiPort}`,
        PORT: String(name === 'api' ? apiPort : await freePort()),
        METRICS_PORT: String(metricsPort),
      }
      services.push([stack.use(startService(`${name}/main.ts`, env)), count])
    }
    for (const [service, count] of services) {
      const heard = () => listeningAddresses(service.id() ?? 0)
      await until('it listens', async () => (await heard()).length >= count, [service])
      for (const address of await heard()) expect(address).toMatch(/^127\.0\.0\.1:/)
    }
  },
)
