import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keys } from '@orrery/shared/keys'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { AppViewError } from './appview.ts'
import { readOptOutList, writeOptOutList } from './opt-out-list.ts'

const log = createLog('api', 'silent' as 'fatal')
const [ann, ben, cleo] = ['did:plc:ann', 'did:web:ben.example', 'did:plc:cleo']
const person = (did: string) => ({ kind: 'did', did })

test.each([
  ['', []],
  [`${ann}, ${ben}`, [person(ann), person(ben)]],
  [`@Cleo.example ${ann}`, [{ kind: 'handle', handle: 'cleo.example' }, person(ann)]],
])('the setting %j lists %j', async (setting, actors) => {
  expect(await readOptOutList(setting)).toEqual(actors)
})

test('a path is that of a file, with comments', async () => {
  const path = join(tmpdir(), `orrery-opt-out-${process.pid}.txt`)
  await writeFile(path, `# by mail\n${ann} # in May\n\n${ben}\n`)

  expect(await readOptOutList(path)).toEqual([person(ann), person(ben)])
})

test.each([
  ['not a handle', 'OPT_OUT: expected DIDs, handles or a file of them, not not.'],
  ['/no/such/file', 'OPT_OUT: /no/such/file cannot be read.'],
])('the setting %j is refused: %s', async (setting, message) => {
  await expect(readOptOutList(setting)).rejects.toThrow(message)
})

test('who is listed is told, and who is listed no more, once all handles are known', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  let isAway = true
  const appView = {
    async resolveHandle(handle: string) {
      if (isAway) throw new AppViewError('away')
      return handle === 'cleo.example' ? cleo : undefined
    },
  }
  const write = async (setting: string) =>
    writeOptOutList({ redis, appView, setting, log }, await readOptOutList(setting))
  const told = async () => ({ ...(await redis.hGetAll(keys.optOutList)) })

  expect(await write(`${ann},${ben}`)).toBe(true)
  expect(await told()).toEqual({ [ann]: 'out', [ben]: 'out' })
  expect(await write(`${ann},cleo.example`)).toBe(false)
  expect(await told()).toEqual({ [ann]: 'out', [ben]: 'out' })
  isAway = false
  expect(await write(`${ann},cleo.example,nobody.example`)).toBe(true)
  expect(await told()).toEqual({ [ann]: 'out', [ben]: 'in', [cleo]: 'out' })
})
