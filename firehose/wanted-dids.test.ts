import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keys } from '@orrery/shared/keys'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createWanted } from './wanted.ts'
import { keepWantedDids, readWantedDids } from './wanted-dids.ts'

const [ANNA, BERT] = ['did:plc:anna', 'did:web:bert.example']
const PATIENCE = { timeout: 30_000 }

async function emptyFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'orrery-dids-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('accounts are read from a list, a file with comments, and a set of Redis; none means all', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const file = join(await emptyFolder(), 'dids')
  await writeFile(file, `# friends\n${ANNA} # Anna\n\n${BERT}\n`)
  await redis.sAdd(keys.wantedDids, [ANNA, BERT])

  for (const setting of [`${ANNA}, ${BERT}`, file, 'redis']) {
    expect(await readWantedDids(redis, setting)).toEqual(new Set([ANNA, BERT]))
  }
  expect(await readWantedDids(redis, '')).toBeUndefined()
})

test('what is no DID, and a file that cannot be read, are named in one sentence', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)

  await expect(readWantedDids(redis, 'anna.example')).rejects.toThrow(
    'DIDS: expected DIDs, a file of them or redis, not anna.example.',
  )
  await expect(readWantedDids(redis, '/no/such/file')).rejects.toThrow(
    'DIDS: /no/such/file cannot be read.',
  )
})

test('a file that changes is read again; while it is bad the last list holds', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const setting = join(await emptyFolder(), 'dids')
  await writeFile(setting, ANNA)
  const start = (await readWantedDids(redis, setting)) ?? new Set()
  const wanted = createWanted([], start, [])
  const stop = new AbortController()
  const log = createLog('firehose', 'silent')
  const ended = keepWantedDids({ redis, setting, wanted, log, everyMs: 20 }, start, stop.signal)

  await writeFile(setting, `${ANNA}\n${BERT}\n`)
  await expect.poll(() => wanted.didsToName(), PATIENCE).toEqual([ANNA, BERT])
  await writeFile(setting, 'nonsense')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(wanted.didsToName()).toEqual([ANNA, BERT])
  await writeFile(setting, BERT)
  await expect.poll(() => wanted.didsToName(), PATIENCE).toEqual([BERT])
  stop.abort()
  await ended
})
