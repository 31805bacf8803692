import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import type { Finding } from '../doctor/finding.ts'
import { fetched } from './known-site.ts'
import { startSecuredRedis } from './secured-redis.ts'
import { root, startService, until } from './services.ts'

type Report = { code: number; level: string; findings: Finding[] }

/** What the doctor finds with those settings, and how it ends. */
function askDoctor(env: Record<string, string>): Promise<Report> {
  const parameters = [join(root, 'doctor', 'main.ts'), '--json', '--env', '/nowhere']
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      parameters,
      { env: { PATH: process.env.PATH, ...env } },
      (error, out) => {
        const code = error ? Number(error.code) : 0
        if (!out) reject(error ?? new Error('the doctor said nothing'))
        else resolve({ code, ...JSON.parse(out) })
      },
    )
  })
}

/** The messages of one area that are not all right. */
function troubles({ findings }: Report, area: string): string[] {
  return findings
    .filter((finding) => finding.area === area && finding.level !== 'ok')
    .map(({ message }) => message)
}

const AWAY = { JETSTREAM_URL: 'ws://127.0.0.1:9/subscribe', APPVIEW_URL: 'http://127.0.0.1:9' }

test('a healthy set-up has nothing to mend, and each process that is gone is told', async () => {
  await using redis = await startRedis({ persist: true, settings: ['--maxmemory', '1gb'] })
  const [port, appViewPort, apiPort, sitePort] = await Promise.all([1, 2, 3, 4].map(freePort))
  await using network = startService('demo/simulate.ts', {}, [
    ...['--port', `${port}`, '--appview-port', `${appViewPort}`, '--history', '30m'],
  ])
  await until('the network is there', async () => network.output().includes('AppView at'), [
    network,
  ])
  const env = {
    REDIS_URL: redis.url,
    JETSTREAM_URL: `ws://127.0.0.1:${port}/subscribe`,
    APPVIEW_URL: `http://127.0.0.1:${appViewPort}`,
    API_URL: `http://127.0.0.1:${apiPort}`,
    API_PORT: `${apiPort}`,
    SITE_PORT: `${sitePort}`,
    LEASE_SECONDS: '1',
  }
  const before = await askDoctor(env)
  expect(before).toMatchObject({ code: 0, level: 'ok' })
  expect(before.findings).toContainEqual(expect.objectContaining({ area: 'store', level: 'ok' }))

  await using firehose = startService('firehose/main.ts', env)
  await using indexer = startService('indexer/main.ts', env)
  await using scheduler = startService('scheduler/main.ts', env)
  await using api = startService('api/main.ts', { ...env, PORT: `${apiPort}` })
  await using site = startService('frontend/main.ts', { ...env, PORT: `${sitePort}` })
  const services = [firehose, indexer, scheduler, api, site]
  const isWell = async () => {
    const health = await fetched(`http://127.0.0.1:${apiPort}/health`)
    return ((await health?.json()) as { status?: string } | undefined)?.status === 'ok'
  }
  await until('all is well', isWell, services, 120)
  const answers = async () => (await fetched(`http://127.0.0.1:${sitePort}/`))?.ok ?? false
  await until('the site answers', answers, services)
  const healthy = await askDoctor(env)
  expect(healthy.findings.filter(({ level }) => level !== 'ok')).toEqual([])
  expect(healthy).toMatchObject({ code: 0, level: 'ok' })
  expect(healthy.findings).toContainEqual(
    expect.objectContaining({ area: 'memory', message: expect.stringContaining('levels off at') }),
  )

  await Promise.all([firehose.kill(), scheduler.kill(), api.kill()])
  await using connection = await connect(redis.url)
  const isOver = async () => (await connection.exists(keys.lease('scheduler'))) === 0
  await until('the lease lapses', isOver)
  const isSilent = async () => troubles(await askDoctor(env), 'firehose').length > 0
  await until('the firehose is missed', isSilent)
  const broken = await askDoctor(env)
  expect(broken).toMatchObject({ code: 1, level: 'fail' })
  expect(troubles(broken, 'firehose')).toEqual(['is not running, or not connected to the network'])
  expect(troubles(broken, 'scheduler')[0]).toMatch(/^is not running/)
  expect(troubles(broken, 'ports')).toEqual([`nothing listens at ${apiPort}, where the API should`])
})

test('a Redis that is not there, a port that is taken and settings that are wrong are told at once', async () => {
  await using stack = new AsyncDisposableStack()
  const stranger = stack.adopt(
    createServer((_, response) => response.end('hello')),
    (server) => void server.close(),
  )
  const [redisPort, apiPort, sitePort] = [await freePort(), await freePort(), await freePort()]
  await new Promise<void>((resolve) => stranger.listen(apiPort, '127.0.0.1', resolve))
  const report = await askDoctor({
    ...AWAY,
    REDIS_URL: `redis://:secret@127.0.0.1:${redisPort}`,
    API_PORT: `${apiPort}`,
    SITE_PORT: `${sitePort}`,
    LEASE_SECONDS: 'long',
  })
  expect(report).toMatchObject({ code: 1, level: 'fail' })
  expect(troubles(report, 'settings')).toEqual([
    expect.stringContaining('the indexer does not start: LEASE_SECONDS'),
    expect.stringContaining('the scheduler does not start: LEASE_SECONDS'),
  ])
  expect(troubles(report, 'Redis')[0]).toMatch(
    `cannot be reached at redis://127.0.0.1:${redisPort}`,
  )
  expect(troubles(report, 'ports')[0]).toMatch(`something else listens at ${apiPort}`)
  expect(troubles(report, 'Jetstream')[0]).toContain('cannot be reached')
  expect(JSON.stringify(report)).not.toContain('secret')
})

test('a Redis that would lose data, and one of a newer layout, are told', async () => {
  await using server = await startRedis({ settings: ['--maxmemory-policy', 'allkeys-lru'] })
  await using redis = await connect(server.url)
  const env = { ...AWAY, REDIS_URL: server.url }
  expect(troubles(await askDoctor(env), 'Redis')).toEqual([
    expect.stringContaining('maxmemory-policy allkeys-lru'),
    expect.stringContaining('writes nothing to disk'),
    expect.stringContaining('has no maxmemory'),
  ])
  await redis.hSet(keys.layout, { version: 99, partitions: 4, bucketHours: 1 })
  const report = await askDoctor(env)
  expect(report.code).toBe(1)
  expect(troubles(report, 'store')[0]).toContain('holds layout version 99')
})

test('of a Redis with TLS and users it is told what is wrong with the certificate or password', async () => {
  await using redis = await startSecuredRedis()
  const known = { ...AWAY, REDIS_CA: redis.authority }
  const unsigned = await askDoctor({ ...AWAY, REDIS_URL: redis.urlFor('operator') })
  const wrong = await askDoctor({ ...known, REDIS_URL: redis.urlFor('operator', 'wrong') })
  const fine = await askDoctor({ ...known, REDIS_URL: redis.urlFor('operator') })
  const adviceOf = ({ findings }: Report) => findings.find(({ area }) => area === 'Redis')?.advice
  expect(adviceOf(unsigned)).toContain('REDIS_CA')
  expect(adviceOf(wrong)).toContain('right user and password')
  expect(troubles(fine, 'Redis')).toEqual([])
})
