import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { createKey, findKey, listKeys, revokeKey } from './keys.ts'
import { openKeys } from './known-keys.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

test('a key is found by its text, and by nothing else, until it is revoked', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { text, ...key } = await createKey(redis, { name: 'a bot', quota: 9 }, NOW)
  const other = await createKey(redis, { name: 'another', quota: null }, NOW + 1)

  expect(await findKey(redis, text)).toEqual(key)
  expect((await listKeys(redis)).map(({ name }) => name)).toEqual(['a bot', 'another'])
  const wrong = [
    text.slice(0, -1),
    `${text}a`,
    text.replace(/.$/, '!'),
    text.toUpperCase(),
    '',
    key.id,
  ]
  for (const each of wrong) expect(await findKey(redis, each)).toBeUndefined()

  expect(await revokeKey(redis, key.id)).toBe(true)
  expect(await revokeKey(redis, key.id)).toBe(false)
  expect(await findKey(redis, text)).toBeUndefined()
  expect((await findKey(redis, other.text))?.name).toBe('another')
})

test('what is stored is not enough to ask with', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { text, id } = await createKey(redis, { name: 'a bot', quota: null }, NOW)
  const stored = await redis.hGetAll(keys.apiKeys)

  expect(JSON.stringify(stored)).not.toContain(text.slice('orrery_'.length))
  const { digest } = JSON.parse(stored[id] ?? '')
  expect(await findKey(redis, digest)).toBeUndefined()
  // Whoever can write a digest that begins alike has not found the key.
  const changed = digest.replace(/.$/, digest.endsWith('0') ? '1' : '0')
  await redis.hSet(
    keys.apiKeys,
    id,
    JSON.stringify({ ...JSON.parse(stored[id] ?? ''), digest: changed }),
  )
  expect(await findKey(redis, text)).toBeUndefined()
})

test('a key is looked up once in five seconds, and known while Redis is away', async () => {
  const server = await startRedis()
  await using redis = await connect(server.url, { failFast: true })
  await redis.ping().catch(() => {})
  await using writing = await connect(server.url)
  const { text, id } = await createKey(writing, { name: 'a bot', quota: null }, NOW)
  const unseen = await createKey(writing, { name: 'another', quota: null }, NOW)
  let now = NOW
  const readKey = openKeys(redis, () => now)

  expect(await readKey(text)).toMatchObject({ name: 'a bot' })
  await revokeKey(writing, id)
  now += 4999
  expect(await readKey(text)).toMatchObject({ name: 'a bot' })
  now += 1
  expect(await readKey(text)).toBeUndefined()

  expect(await readKey('nonsense')).toBeUndefined()
  await server[Symbol.asyncDispose]()
  now += 5000
  expect(await readKey(text)).toBeUndefined()
  expect(await readKey(unseen.text)).toBe('unsure')
  expect(await readKey('nonsense')).toBeUndefined()
})

const run = promisify(execFile)

async function command(url: string, ...args: string[]) {
  const script = new URL('keys-command.ts', import.meta.url).pathname
  const env = { PATH: process.env.PATH, REDIS_URL: url }
  const done = await run(process.execPath, [script, ...args], { env }).catch((error) => error)
  return { code: done.code ?? 0, stdout: String(done.stdout), stderr: String(done.stderr) }
}

test('the command gives out keys, lists them without their texts and takes them back', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  expect((await command(server.url, 'list')).stdout).toBe('Nobody has a key.\n')

  const { stdout } = await command(server.url, 'create', 'a bot', '--quota', '100')
  const text = /^ {2}(orrery_\S+)$/m.exec(stdout)?.[1] ?? ''
  const found = await findKey(redis, text)
  expect(found).toMatchObject({ name: 'a bot', quota: 100 })

  const list = (await command(server.url, 'list')).stdout
  expect(list).toContain(`${found?.id}  `)
  expect(list).toContain('a bot  100 a minute')
  expect(list).not.toContain(text)

  expect((await command(server.url, 'revoke', found?.id ?? '')).stdout).toContain('is revoked')
  const again = await command(server.url, 'revoke', found?.id ?? '')
  expect(again.code).toBe(1)
  expect(again.stdout).toContain('There is no key')
})

test.each([
  [[]],
  [['create']],
  [['create', 'a', '--quota', '-1']],
  [['create', 'a', '--no']],
  [['drop']],
])('the command line %j is answered with how it is used', async (args) => {
  const { code, stderr } = await command('redis://127.0.0.1:1', ...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(/^Usage: npm run keys/)
})

test('a Redis that is not there is said in one sentence', async () => {
  const { code, stderr } = await command('redis://127.0.0.1:1', 'list')
  expect(code).toBe(1)
  expect(stderr).toBe('Redis cannot be reached; REDIS_URL says where it is.\n')
})
