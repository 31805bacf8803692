import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createRandom } from '@orrery/shared/random'
import { freePort } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { createKey } from '../api/keys.ts'
import { startApi } from '../api/testing.ts'
import { startAppView } from '../api/testing-appview.ts'
import { didOf, like, mention, reply, repost } from '../api/testing-events.ts'
import { UPGRADE } from '../api/testing-live.ts'
import {
  type HostileRequest,
  hostileRequest,
  learnCursor,
  learnWanted,
  type Route,
  vocabularyOf,
} from './hostile-requests.ts'
import { startService, until } from './services.ts'

const ROUNDS = 200
const AT_ONCE = 8
/** An answer that takes longer is one that does not come. */
const PATIENCE_MS = 8000
/** A path of so many characters may be too long together with the headers. */
const LONG_PATH = 20_000
const MEMORY_MIB = 500
const DOMAIN = 'api.example'
const SEED = 20_261_120

const alice = didOf('alice')
const post = `at://${alice}/app.bsky.feed.post/3mmoojp7etg2g`
const flags = ['true', 'false']
const times = ['2026-11-01T00:00:00Z', new Date(Date.now() - 3_600_000).toISOString()]
const vocabulary = vocabularyOf({
  actor: [alice, didOf('bob'), 'alice.example', '@alice.example', 'nobody.example'],
  at: times,
  bots: flags,
  by: ['count', 'partners'],
  collection: ['app.bsky.feed.like', 'app.bsky.feed.post'],
  cursor: [],
  did: [didOf('bob'), didOf('carol')],
  direction: ['both', 'sent', 'received'],
  from_dids: [didOf('bob')],
  hydrate: flags,
  limit: ['1', '3', '1000'],
  linkDid: [didOf('bob')],
  orbits: ['1', '2', '3'],
  otherSubject: [alice, post],
  path: ['.subject.uri', '.reply.parent.uri'],
  pathToOther: ['subject.uri', 'reply.root.uri'],
  prefix: ['app.bsky'],
  q: ['alice', 'app.bsky'],
  records: flags,
  repo: [alice, 'alice.example'],
  reverse: flags,
  rkey: ['3mmoojp7etg2g'],
  since: times,
  source: ['app.bsky.feed.like:subject.uri', 'app.bsky.feed.post:reply.parent.uri'],
  subject: [post, alice, 'https://example.com/a?b=c#d'],
  target: [post, alice],
  type: ['like', 'all'],
  until: times,
  instant: flags,
  wantedSubjects: [post, alice, 'https://example.com/a'],
  wantedSubjectPrefixes: ['at://', 'https://'],
  wantedSubjectDids: [alice],
  wantedSources: ['app.bsky.feed.like:subject.uri'],
  wantedOperations: ['create', 'create,delete'],
  uri: [`at://${didOf('bob')}/app.bsky.feed.like/3mmoojp7etg2g`],
  weights: ['like:1,reply:3'],
  window: ['48h', '7d', 'all', '2026-11-01..2026-11-20'],
  ['__proto__']: ['__proto__'],
  constructor: ['constructor'],
})

test('no request makes the API fail, hang or grow, on any route that there is', async () => {
  await using appView = await startAppView({ [alice]: { handle: 'alice.example' } })
  await using store = await startApi({ appViewUrl: appView.url, didWeb: DOMAIN })
  await store.apply(events())
  const port = await freePort()
  await using api = startService('api/main.ts', {
    PORT: String(port),
    REDIS_URL: store.server.url,
    APPVIEW_URL: appView.url,
    API_DID_WEB: DOMAIN,
    NODE_OPTIONS: '--max-old-space-size=256',
  })
  const url = `http://127.0.0.1:${port}`
  const isUp = () =>
    fetch(`${url}/circles/${alice}`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until('the API answers', isUp, [api])
  const before = await (await fetch(`${url}/circles/${alice}?window=all`)).json()

  const { text } = await createKey(store.redis, { name: 'a hostile one', quota: 0 }, Date.now())

  const random = createRandom(SEED)
  const faults: string[] = []
  const answered = new Set<Route>()
  const routes = store.routes.filter(({ method }) => method !== 'HEAD')
  expect(routes.length).toBeGreaterThan(20)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  for (let round = 0; round < ROUNDS; round++) {
    await inParallel(routes, async (route) => {
      const some = hostileRequest(random, route, vocabulary)
      const upgrade = route.path === '/subscribe' && random.chance(0.9) ? UPGRADE : {}
      const each = { ...some, headers: { 'X-API-Key': text, ...upgrade, ...some.headers } }
      const answer = await answerTo(each, port, agent)
      const fault = faultOf(each.method, answer)
      if (fault) faults.push(`${fault}: ${each.method} ${each.path.slice(0, 600)}`)
      if (answer.status === 400) learnWanted(vocabulary, route, each, parse(answer.text))
      else learnCursor(vocabulary, parse(answer.text))
      if ([101, 200, 404].includes(answer.status ?? 0)) answered.add(route)
    })
    expect(faults.slice(0, 10), api.output().slice(-3000)).toEqual([])
  }
  agent.destroy()

  // Whoever is refused at the door has not been tried.
  const untried = routes.filter((route) => !answered.has(route)).map(({ path }) => path)
  expect(untried).toEqual([])
  expect(api.output()).not.toMatch(/"level":[56]0/)
  expect(api.output()).not.toContain('alice.example')
  expect(api.lives()).toBe(1)
  expect(await memoryOf(api.id())).toBeLessThan(MEMORY_MIB)
  const after = await (await fetch(`${url}/circles/${alice}?window=all`)).json()
  expect(after).toMatchObject({ orbits: (before as { orbits: object }).orbits })
})

function events(): object[] {
  const now = Date.now()
  const names = ['bob', 'carol', 'dora', 'eve', 'frank']
  return names.flatMap((name, place) => [
    like(name, 'alice', now - place * 3_600_000 - 1),
    repost(name, 'alice', now - place * 1000 - 2),
    reply('alice', name, 'a reply 🪐', now - place * 60_000 - 3),
    mention(name, 'alice', '@alice', now - place * 7_000_000 - 4),
  ])
}

/** What is wrong with the answer, or undefined. */
function faultOf(method: string, { status, text }: Answered): string | undefined {
  if (status === undefined) return text
  if (status >= 500) return `${status} ${text}`
  if (status < 400 || method === 'HEAD') return undefined
  const answer = parse(text)
  if (!isRefusal(answer)) return `${status} is not told as it should be: ${text.slice(0, 200)}`
  return /\n|\bat .*:\d+/.test(answer.message) ? `a stack: ${text.slice(0, 300)}` : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRefusal(answer: unknown): answer is { error: string; message: string } {
  const { error, message } = (answer ?? {}) as Record<string, unknown>
  return typeof error === 'string' && typeof message === 'string'
}

type Answered = { status: number | undefined; text: string }

/** Without a status where there is no answer, 0 where it was not waited for; of a stream of events only its beginning. */
function answerTo(
  { method, path, headers, body }: HostileRequest,
  port: number,
  agent: Agent,
): Promise<Answered> {
  const { promise, resolve } = Promise.withResolvers<Answered>()
  const asking = request({ host: '127.0.0.1', port, method, path, headers, agent })
  const late = setTimeout(() => {
    resolve({ status: undefined, text: `no answer in ${PATIENCE_MS} ms` })
    asking.destroy()
  }, PATIENCE_MS)
  asking.on('response', (response) => {
    const type = response.headers['content-type'] ?? ''
    const chunks: Buffer[] = []
    const end = () => {
      clearTimeout(late)
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() })
    }
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', end)
    response.on('error', end)
    if (type.startsWith('text/event-stream')) {
      end()
      asking.destroy()
    }
  })
  asking.on('upgrade', (_, socket) => {
    clearTimeout(late)
    resolve({ status: 101, text: '' })
    socket.destroy()
  })
  asking.on('error', (error) => {
    clearTimeout(late)
    // The server may refuse a large body, or an address, before it was sent whole.
    const isCut = body !== undefined || path.length > LONG_PATH
    resolve({ status: isCut ? 0 : undefined, text: error.message })
  })
  asking.end(body)
  return promise
}

async function inParallel<Item>(items: Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of waiting) await run(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function memoryOf(id: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}
