import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Logger } from './logging.ts'
import { connect } from './redis.ts'
import { dangersOf, type ServerFacts, warnOfDangers } from './redis-care.ts'
import { prepareServer } from './redis-settings.ts'
import { startRedis } from './testing.ts'
import { startCluster } from './testing-cluster.ts'

/** A log that keeps its warnings. */
function keepingLog() {
  const warnings: string[] = []
  const warn = (...line: unknown[]) => warnings.push(String(line.at(-1)))
  return { warnings, log: { warn } as unknown as Logger }
}

async function warningsOf(url: string, prepared = true): Promise<string[]> {
  const { warnings, log } = keepingLog()
  await using redis = await connect(url)
  if (prepared) await prepareServer(redis)
  await warnOfDangers(redis, log)
  return warnings
}

test('a server as it comes is warned about in one line for each thing that loses data', async () => {
  await using server = await startRedis()
  expect(await warningsOf(server.url)).toEqual([
    expect.stringMatching(/^Redis writes nothing to disk: .*appendonly to yes\.$/),
    expect.stringMatching(/^Redis has no maxmemory: .*three quarters/),
  ])
})

test('a server that only takes snapshots loses what came since', async () => {
  await using server = await startRedis({ settings: ['--save', '3600 1', '--maxmemory', '1gb'] })
  expect(await warningsOf(server.url)).toEqual([
    expect.stringContaining('what came since its last snapshot is lost'),
  ])
})

test.each(['allkeys-lru', 'volatile-ttl'])('the eviction policy %s is named', async (policy) => {
  const settings = ['--maxmemory', '1gb', '--maxmemory-policy', policy]
  await using server = await startRedis({ persist: true, settings })
  expect(await warningsOf(server.url)).toEqual([
    expect.stringContaining(`maxmemory-policy ${policy}`),
  ])
})

test('a server that is nearly full is warned about', async () => {
  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  await redis.set('much', Buffer.alloc(8_000_000))
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1])
  await redis.configSet('maxmemory', String(Math.round(used / 0.95)))
  expect(await warningsOf(server.url)).toEqual([
    expect.stringMatching(/^Redis uses 9\d % of its maxmemory; .*RETENTION_HOURS/),
  ])
})

test('hashes that may not stay small are named where the limit cannot be raised', async () => {
  const hashes = ['--hash-max-listpack-entries', '128', '--hash-max-listpack-value', '64']
  const settings = [...hashes, '--maxmemory', '1gb']
  await using server = await startRedis({ persist: true, settings })
  expect(await warningsOf(server.url, false)).toEqual([
    expect.stringContaining('hash-max-listpack-entries at 128. Set it to 1024.'),
    expect.stringContaining('hash-max-listpack-value at 64. Set it to 16384.'),
  ])
  expect(await warningsOf(server.url), 'where it can it is raised').toEqual([])
})

test.each([
  ['CONFIG', '-config', 1],
  ['INFO', '-config -info', 1],
])('where %s is forbidden that is said in one line, and nothing fails', async (_, rules, lines) => {
  const settings = ['--maxmemory', '1gb']
  await using server = await startRedis({ persist: true, settings })
  await using redis = await connect(server.url)
  await redis.sendCommand(['ACL', 'SETUSER', 'default', ...rules.split(' ')])
  const warnings = await warningsOf(server.url)
  expect(warnings).toHaveLength(lines)
  expect(warnings[0]).toContain('does not show its configuration')
})

test('what INFO tells is said even where CONFIG is forbidden', async () => {
  const settings = ['--maxmemory', '1gb', '--maxmemory-policy', 'allkeys-lru']
  await using server = await startRedis({ persist: true, settings })
  await using redis = await connect(server.url)
  await redis.sendCommand(['ACL', 'SETUSER', 'default', '-config'])
  expect(await warningsOf(server.url)).toEqual([
    expect.stringContaining('maxmemory-policy allkeys-lru'),
    expect.stringContaining('does not show its configuration'),
  ])
})

test('every node of a cluster gets the settings and is looked at, each danger once', async () => {
  await using cluster = await startCluster({ masters: 3 })
  await using redis = await connect(cluster.url)
  const { warnings, log } = keepingLog()
  await prepareServer(redis)
  const wanted = { 'hash-max-listpack-value': '16384', appendfsync: 'always' }
  for (const node of await redis.nodes()) {
    expect(await node.configGet(Object.keys(wanted))).toEqual(wanted)
    await node.configSet('appendfsync', 'everysec')
  }
  await warnOfDangers(redis, log)
  expect(warnings).toEqual([
    expect.stringContaining('(appendfsync everysec)'),
    expect.stringContaining('no maxmemory'),
  ])
})

test('a server that failed to write to disk is warned about', () => {
  const facts: ServerFacts = {
    maxMemory: 1e9,
    usedMemory: 1e6,
    systemMemory: 2e9,
    evictionPolicy: 'noeviction',
    hasAppendOnlyFile: true,
    canPersist: false,
    settings: {},
  }
  expect(dangersOf([facts]).map(({ message }) => message)).toEqual([
    'Redis failed to write to disk the last time it tried.',
  ])
  expect(dangersOf([{ ...facts, canPersist: true }])).toEqual([])
})

test('the recommended configuration starts a server that nothing is to be said of', async () => {
  const file = new URL('../ops/redis.conf', import.meta.url)
  const words = (await readFile(file, 'utf8')).split('\n').filter((line) => /^\w/.test(line))
  // The test's own server has its own place; all else is as recommended.
  const given = words.filter((line) => !/^(bind|port|dir) /.test(line))
  const settings = given.flatMap((line) => {
    const [name, ...values] = line.split(' ')
    return [`--${name}`, values.join(' ').replaceAll('"', '')]
  })
  await using server = await startRedis({ settings })
  expect(await warningsOf(server.url, false)).toEqual([])
})
