import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startApi } from '../api/testing.ts'
import { startAppView } from '../api/testing-appview.ts'
import { didOf, like, reply } from '../api/testing-events.ts'

const run = promisify(execFile)
const names = ['ann', 'ben', 'cleo']
const known = Object.fromEntries(
  names.map((name) => [didOf(name), { handle: `${name}.example` }] as const),
)

function bot(url: string, actor: string) {
  const script = join(import.meta.dirname, 'bot.ts')
  return run(process.execPath, [script, actor, '--api', url, '--times', '1'])
}

test('the bot tells who is in a circle, with a picture and words for it', async () => {
  await using appView = await startAppView(known)
  await using api = await startApi({ appViewUrl: appView.url })
  const now = Date.now() - 60_000
  await api.apply([like('ben', 'ann', now), reply('ann', 'cleo', 'hello', now + 1)])

  const { stdout } = await bot(api.url, 'ann.example')

  expect(stdout).toContain('In the circle of @ann.example: @cleo.example, @ben.example.')
  expect(stdout).toContain(`${api.url}/circles/ann.example.png`)
  expect(stdout).toMatch(/alt: .*@cleo\.example, @ben\.example/)
})

test('the bot says why it is refused', async () => {
  await using appView = await startAppView(known)
  await using api = await startApi({ appViewUrl: appView.url })

  await expect(bot(api.url, 'nobody.example')).rejects.toThrow('HandleNotFound')
})
