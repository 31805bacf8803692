import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { freePort, runServer } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { answers, compareAll, keepAllOf, recountOf } from './comparison.ts'
import { isIndexed, oldestCursor, PARTITIONS } from './indexed.ts'
import { simulatedLines, spanOf } from './network-lines.ts'
import { startService, until } from './services.ts'
import { auditStore } from './store-audit.ts'

const run = promisify(execFile)

/** A redis-server that keeps an append-only file in a folder of its own. */
async function serverIn(folder: string) {
  await mkdir(folder, { recursive: true })
  const server = await runServer(await freePort(), folder, ['--appendonly', 'yes'])
  return { ...server, [Symbol.asyncDispose]: () => server.kill() }
}

async function redisCli(url: string, ...words: string[]): Promise<string> {
  return (await run('redis-cli', ['-u', url, ...words])).stdout
}

async function untilInfo(url: string, ...lines: string[]): Promise<void> {
  await until(lines.join(), async () => {
    const info = await redisCli(url, 'INFO', 'persistence')
    return lines.every((line) => info.includes(line))
  })
}

/** What docs/operating.md says of restoring a snapshot: it becomes the base of a log. */
async function placeSnapshot(snapshot: string, folder: string): Promise<void> {
  const log = join(folder, 'appendonlydir')
  await mkdir(log, { recursive: true })
  await cp(snapshot, join(log, 'appendonly.aof.1.base.rdb'))
  const manifest = 'file appendonly.aof.1.base.rdb seq 1 type b\n'
  await writeFile(join(log, 'appendonly.aof.manifest'), manifest)
}

type Backup = { kind: string; take(url: string, from: string, to: string): Promise<void> }

const BACKUPS: Backup[] = [
  {
    kind: 'a snapshot fetched over the network',
    async take(url, _, to) {
      await redisCli(url, '--rdb', `${to}.rdb`)
      await placeSnapshot(`${to}.rdb`, to)
    },
  },
  {
    kind: 'a copy of what BGSAVE wrote',
    async take(url, from, to) {
      await untilInfo(url, 'rdb_bgsave_in_progress:0')
      const before = await redisCli(url, 'LASTSAVE')
      await redisCli(url, 'BGSAVE', 'SCHEDULE')
      await until('it is saved', async () => (await redisCli(url, 'LASTSAVE')) !== before)
      await placeSnapshot(join(from, 'dump.rdb'), to)
    },
  },
  {
    kind: 'a copy of the append-only files',
    async take(url, from, to) {
      await redisCli(url, 'CONFIG', 'SET', 'auto-aof-rewrite-percentage', '0')
      await untilInfo(url, 'aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0')
      await cp(join(from, 'appendonlydir'), join(to, 'appendonlydir'), { recursive: true })
      await redisCli(url, 'CONFIG', 'SET', 'auto-aof-rewrite-percentage', '100')
    },
  },
]

test('backups taken during ingest are restored, the cursor goes back by itself, and the index equals a recount', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'orrery-backup-'))
  onTestFinished(() => rm(scratch, { recursive: true, force: true }))
  await using recording = await simulatedLines(8_000)
  const naive = recountOf(recording.lines)
  const { from, to } = spanOf(recording.lines)
  const port = await freePort()
  const feed = `127.0.0.1:${port}/v1`
  const jetstream = { JETSTREAM_URL: `ws://127.0.0.1:${port}/subscribe` }

  {
    await using server = await serverIn(join(scratch, 'original'))
    await using redis = await connect(server.url)
    const env = { ...keepAllOf(server.url, PARTITIONS, 0), ...jetstream }
    // Slow enough that the backups are of different moments, of which none is the end.
    const speed = String(((to - from) / 1e6 / 40).toFixed(0))
    await using replay = startService('demo/replay.ts', {}, [
      ...[recording.file, '--port', String(port), '--speed', speed],
    ])
    await until('the replay listens', async () => replay.output().includes(String(port)), [replay])
    await using indexer = startService('indexer/main.ts', env)
    await using firehose = startService('firehose/main.ts', env)
    for (const [index, { take }] of BACKUPS.entries()) {
      const share = from + ((to - from) * (index + 1)) / 8
      const reached = async () => (await oldestCursor(redis, feed)) > share
      await until('the next backup is due', reached, [firehose, indexer], 120)
      await take(server.url, join(scratch, 'original'), join(scratch, String(index)))
    }
    expect(await oldestCursor(redis, feed)).toBeLessThan(to)
  }

  await using replay = startService('demo/replay.ts', {}, [
    ...[recording.file, '--port', String(port), '--speed', 'max'],
  ])
  await until('the replay listens', async () => replay.output().includes(String(port)), [replay])
  const restoredFrom: number[] = []
  for (const [index, { kind }] of BACKUPS.entries()) {
    await using server = await serverIn(join(scratch, String(index)))
    await using redis = await connect(server.url)
    const cursor = await oldestCursor(redis, feed)
    expect(cursor, kind).toBeGreaterThan(from)
    expect(cursor, kind).toBeLessThan(to)
    restoredFrom.push(cursor)

    const apiPort = await freePort()
    const env = { ...keepAllOf(server.url, PARTITIONS, apiPort), ...jetstream }
    await using firehose = startService('firehose/main.ts', env)
    await using indexer = startService('indexer/main.ts', env)
    await using scheduler = startService('scheduler/main.ts', env)
    await using api = startService('api/main.ts', env)
    const services = [firehose, indexer, scheduler, api]
    await until(`${kind}: all is indexed`, () => isIndexed(redis, feed, to), services, 120)
    const apiUrl = `http://127.0.0.1:${apiPort}`
    await until('the API answers', () => answers(apiUrl), services)
    expect(await compareAll(apiUrl, naive, kind)).toBeGreaterThan(200)
    expect(await auditStore(openStore(redis, await readLayout(redis), 0)), kind).toEqual([])
  }
  expect(restoredFrom.toSorted((one, other) => one - other)).toEqual(restoredFrom)
}, 400_000)
