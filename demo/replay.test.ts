import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { run } from './command.ts'
import { connect, like } from './fixtures.ts'

const REAL_EVENTS = join(import.meta.dirname, '../../shared/data/real-events.jsonl')
const LINES = [like(1000), like(2000), like(3000)].map(({ line }) => line.toString())

const replay = (...args: string[]) => run('replay.ts', ...args)

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'orrery-replay-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

const CONTENT = `${LINES.join('\n')}\n`
test.each([
  ['plain', 'jsonl', Buffer.from(CONTENT)],
  ['gzip', 'jsonl.gz', gzipSync(CONTENT)],
  ['zstd', 'jsonl.zst', zstdCompressSync(CONTENT)],
])(
  'a %s file is replayed byte for byte, and SIGTERM ends it cleanly',
  async (_title, end, bytes) => {
    await using place = await folder()
    const file = join(place.path, `events.${end}`)
    await writeFile(file, bytes)
    await using server = replay(file, '--port', '0', '--speed', 'max')
    await using client = await connect(await server.urlOf('Replaying'))

    expect(await client.received(3)).toEqual(LINES)
    server.stop()
    expect(await server.exited).toEqual({ code: 0, errors: '' })
  },
)

test('with --now the last event happened when the server started', async () => {
  await using place = await folder()
  const file = join(place.path, 'events.jsonl')
  await writeFile(file, CONTENT)
  const before = Date.now() * 1000
  await using server = replay(file, '--port', '0', '--speed', 'max', '--now')
  await using client = await connect(await server.urlOf('Replaying'))
  const times = (await client.received(3)).map((line) => JSON.parse(line).time_us)

  expect(times[2]).toBeGreaterThanOrEqual(before)
  expect(times[2]).toBeLessThanOrEqual(Date.now() * 1000)
  expect(times[2] - times[0]).toBe(2000)
})

test.each([
  ['a line that is not JSON', `${LINES[0]}\n{"did":\n`, /line 2 is not JSON\.\n$/],
  ['a line that is no event', `\n{"did":"did:plc:x"}\n`, /line 2 is not a Jetstream v1 event.*\n$/],
  ['an empty file', '\n', /holds no events\.\n$/],
])('%s is refused at the start with one sentence', async (_title, content, sentence) => {
  await using place = await folder()
  const file = join(place.path, 'events.jsonl')
  await writeFile(file, content)
  const { code, errors } = await replay(file, '--port', '0').exited

  expect(code).toBe(1)
  expect(errors).toMatch(sentence)
})

test('a missing file is one sentence, and wrong use is answered with the usage', async () => {
  expect(await replay('/nowhere/events.jsonl').exited).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^\/nowhere\/events\.jsonl cannot be read: .*\n$/),
  })
  for (const args of [
    [],
    ['a', 'b'],
    ['a', '--speed', '0'],
    ['a', '--port', 'x'],
    ['a', '--fast'],
  ]) {
    expect(await replay(...args).exited).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/^Usage: /),
    })
  }
})

test.skipIf(!existsSync(REAL_EVENTS))(
  'real recorded events come through byte for byte (skipped without ../shared/data)',
  async () => {
    await using server = replay(REAL_EVENTS, '--port', '0', '--speed', 'max')
    await using client = await connect(await server.urlOf('Replaying'))
    const expected = (await readFile(REAL_EVENTS, 'utf8')).split('\n').filter(Boolean)

    expect(expected).toHaveLength(5133)
    expect(await client.received(expected.length)).toEqual(expected)
  },
)
