import { Agent, get } from 'node:http'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openProcessManager } from './process-manager.ts'
import { until } from './services.ts'

const DID = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const CLIENTS = 6

test('nobody who asks the API or the site is refused while all processes are reloaded', async () => {
  await using server = await startRedis({ persist: true })
  const [apiPort, sitePort] = [await freePort(), await freePort()]
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const siteUrl = `http://127.0.0.1:${sitePort}`
  await using manager = await openProcessManager({
    REDIS_URL: server.url,
    JETSTREAM_URL: 'ws://127.0.0.1:9/subscribe',
    APPVIEW_URL: 'http://127.0.0.1:9',
    API_PORT: String(apiPort),
    SITE_PORT: String(sitePort),
    API_URL: apiUrl,
    API_INSTANCES: '2',
    INDEXERS: '2',
  })
  await manager.run('start', 'pm2.config.cjs')
  const before = await manager.list()
  expect(before.map(({ name }) => name).toSorted()).toEqual([
    'api',
    'api',
    'firehose',
    'frontend',
    'indexer',
    'indexer',
    'scheduler',
  ])

  await using asking = askOnAndOn([`${apiUrl}/interactions/${DID}`, `${siteUrl}/privacy`])
  for (let time = 0; time < 2; time++) {
    const answered = asking.answered()
    await until('all are asked', async () => asking.answered() > answered + 100)
    await manager.run('reload', 'pm2.config.cjs')
  }
  const answered = asking.answered()
  await until('the new ones are asked', async () => asking.answered() > answered + 100)

  expect(asking.failures()).toEqual([])
  const after = await manager.list()
  expect(after.map(({ status }) => status)).toEqual(before.map(() => 'online'))
  const old = new Set(before.map(({ pid }) => pid))
  expect(after.filter(({ pid }) => old.has(pid))).toEqual([])
})

test('after its daemon was killed pm2 brings back all that it had saved, and nothing runs twice', async () => {
  await using server = await startRedis({ persist: true })
  const apiPort = await freePort()
  await using manager = await openProcessManager({
    REDIS_URL: server.url,
    JETSTREAM_URL: 'ws://127.0.0.1:9/subscribe',
    APPVIEW_URL: 'http://127.0.0.1:9',
    API_PORT: String(apiPort),
    SITE_PORT: String(await freePort()),
  })
  await manager.run('start', 'pm2.config.cjs')
  await manager.run('save')
  const before = await manager.list()
  process.kill(await manager.daemon(), 'SIGKILL')
  await until('all have ended', async () => before.every(({ pid }) => !isAlive(pid)))

  await manager.run('resurrect')
  const after = await manager.list()
  expect(after.map(({ name, status }) => [name, status])).toEqual(
    before.map(({ name }) => [name, 'online']),
  )
  const health = await fetch(`http://127.0.0.1:${apiPort}/health`)
  expect(await health.json()).toMatchObject({ redis: { reachable: true } })
})

test('a process that takes more memory than it may is started anew', async () => {
  await using server = await startRedis({ persist: true })
  await using manager = await openProcessManager({
    REDIS_URL: server.url,
    SCHEDULER_MEMORY: '1M',
  })
  await manager.run('start', 'pm2.config.cjs', '--only', 'scheduler')
  const isRestarted = async () => ((await manager.list())[0]?.restarts ?? 0) > 0
  await until('it is started anew', isRestarted, [], 120)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // there is no such process any more
  }
}

/** Asks without a pause: half of the clients of each address keep their connection. */
function askOnAndOn(addresses: string[]) {
  const failures: string[] = []
  const agents: Agent[] = []
  let answered = 0
  let isOver = false

  async function ask(address: string, keepAlive: boolean): Promise<void> {
    const agent = new Agent({ keepAlive, maxSockets: 1 })
    agents.push(agent)
    while (!isOver) {
      const said = await statusOf(address, agent)
      if (said === 200) answered++
      else failures.push(`${address}: ${said}${keepAlive ? ', on a kept connection' : ''}`)
    }
  }

  const clients = addresses.flatMap((address) =>
    Array.from({ length: CLIENTS }, (_, client) => ask(address, client % 2 === 0)),
  )
  return {
    answered: () => answered,
    failures: () => failures,
    async [Symbol.asyncDispose]() {
      isOver = true
      await Promise.all(clients)
      for (const agent of agents) agent.destroy()
    },
  }
}

/** The status of the answer when all of it has come, or why none came. */
function statusOf(address: string, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get(address, { agent }, (response) => {
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', (error) => resolve(error.message))
      response.resume()
    })
    request.on('error', (error) => resolve(error.message))
  })
}
