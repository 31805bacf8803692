import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { startAppView } from './testing-appview.ts'
import { didOf } from './testing-events.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname
const alice = didOf('alice')

/** The service as a process; its log lines are collected. */
function startMain(environment: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (child.stdout === null) throw new Error('the child has no output')
  const log: { level: number; msg: string; url?: string }[] = []
  createInterface(child.stdout).on('line', (line) => log.push(JSON.parse(line)))
  return {
    log,
    child,
    ready: once(child, 'message'),
    ended: once(child, 'close').then(([code]) => code as number | null),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await this.ended
    },
  }
}

async function urlOf({ ready, log }: ReturnType<typeof startMain>): Promise<string> {
  await ready
  for (;;) {
    const url = log.find(({ msg }) => msg === 'listening')?.url
    if (url) return url
    await sleep(5)
  }
}

async function until(wanted: number, url: string): Promise<Response> {
  for (;;) {
    const response = await fetch(url)
    if (response.status === wanted) return response
    await response.body?.cancel()
    await sleep(10)
  }
}

/** A line to a server that can be cut and mended. */
async function openLine(port: number, target: number) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const other = connectSocket(target, '127.0.0.1')
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
    }
  })
  const mend = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const cut = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    await once(server, 'close')
  }
  await mend()
  return { mend, cut, [Symbol.asyncDispose]: async () => void (server.listening && (await cut())) }
}

test('the API listens before Redis is there, and answers whenever it is', async () => {
  await using redis = await startRedis()
  const port = await freePort()
  await using main = startMain({ REDIS_URL: `redis://127.0.0.1:${port}` })
  const url = await urlOf(main)

  const early = await fetch(`${url}/circles/${alice}`)
  expect(early.status).toBe(503)
  expect(early.headers.get('retry-after')).toBe('5')
  const message = 'The store cannot be reached right now.'
  expect(await early.json()).toEqual({ error: 'StoreUnavailable', message })
  const down = await fetch(`${url}/health`)
  expect(down.status).toBe(503)
  expect(await down.json()).toEqual({ status: 'down', redis: { reachable: false } })
  expect((await fetch(`${url}/circles/nonsense`)).status).toBe(400)

  await using line = await openLine(port, Number(new URL(redis.url).port))
  expect(await (await until(200, `${url}/circles/${alice}`)).json()).toMatchObject({ did: alice })
  await line.cut()
  await until(503, `${url}/circles/${alice}`)
  await line.mend()
  await until(200, `${url}/circles/${alice}`)

  main.child.kill('SIGTERM')
  expect(await main.ended).toBe(0)
  expect(main.log.filter(({ msg }) => msg === 'Redis is back')).toHaveLength(2)
  expect(main.log.filter(({ level }) => level >= 50)).toEqual([])
})

test('a request that has begun is answered before the API ends', async () => {
  await using redis = await startRedis()
  await using appView = await startAppView({})
  appView.mode = 'hangs'
  await using main = startMain({ REDIS_URL: redis.url, APPVIEW_URL: appView.url })
  const url = await urlOf(main)
  await until(200, `${url}/health`)

  const running = fetch(`${url}/circles/${alice}`)
  while (appView.asked.length === 0) await sleep(5)
  main.child.kill('SIGINT')
  expect(await (await running).json()).toMatchObject({ did: alice, handle: null })
  expect(await main.ended).toBe(0)
})

test.each([
  ['PORT', '70000'],
  ['SITE_URL', 'ftp://example.com'],
  ['APPVIEW_URL', 'nowhere'],
  ['REDIS_URL', 'http://127.0.0.1'],
])('%s=%s stops the start', async (name, value) => {
  await using main = startMain({ [name]: value })

  expect(await main.ended).toBe(1)
  expect(main.log.at(-1)?.msg).toMatch(new RegExp(`^${name}: `))
})
