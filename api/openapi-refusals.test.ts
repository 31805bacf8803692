import { request } from 'node:http'
import { type Parameters, pathOf } from '@orrery/shared/client'
import { METHODS, type OpenApi, type Operation } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { createKey } from './keys.ts'
import type { RefusalCode } from './openapi-refusals.ts'
import { type Answer, answerTo, startApi, type TestApi, type TestApiOptions } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { startImages } from './testing-images.ts'
import { BSKY, fillWithKnown, HIDDEN, KNOWN_ACCOUNTS, PRIVATE } from './testing-known.ts'
import { askForUpgrade } from './testing-live.ts'
import { mismatchOf } from './testing-schema.ts'

type Call = { path: string; method: string; operation: Operation; codes: RefusalCode[] }

const FREE = { quotas: { address: 0, key: 0 } }
/** More than may be drawn and wait together. */
const MANY_PICTURES = 60

/** An API on which every example is there, and how to ask it with a key. */
async function startKnown(options: TestApiOptions = {}) {
  const api = await startApi({ didWeb: 'api.example', requestLimits: FREE, ...options })
  await fillWithKnown(api, Date.now())
  const { text: key } = await createKey(api.redis, { name: 'a test', quota: null }, Date.now())
  return { ...api, key }
}

async function callsOf(api: TestApi): Promise<Call[]> {
  const { paths } = (await api.get('/openapi.json')).json as OpenApi
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method]
      return operation ? [{ path, method, operation, codes: codesOf(operation) }] : []
    }),
  )
}

function codesOf({ responses }: Operation): RefusalCode[] {
  return Object.values(responses).flatMap(({ content }) => {
    const { error } = content?.['application/json']?.schema.properties ?? {}
    return error?.enum ? (error.enum as RefusalCode[]) : []
  })
}

function addressOf({ path, operation }: Call, values: Parameters = {}): string {
  const needed = operation.parameters.filter(({ required }) => required)
  const examples = needed.map(({ name, schema }) => [name, String(schema.examples?.[0])])
  return pathOf(path, { ...Object.fromEntries(examples), ...values })
}

/** The same of another account. */
function addressAbout(call: Call, actor: string): string {
  const names = call.operation.parameters.map(({ name }) => name)
  const about = ['actor', 'a', 'subject', 'target', 'repo', 'uri'].find((one) =>
    names.includes(one),
  )
  const uri = `at://${actor}/app.bsky.feed.post/3l6oveex3ii2l`
  if (call.operation.requestBody) return addressOf(call)
  return addressOf(call, { [about ?? 'q']: about === 'uri' ? uri : actor })
}

type Asked = { address: string; key?: string; body?: string }

function ask(api: TestApi, call: Call, { address, key, body }: Asked): Promise<Answer> {
  const headers: Record<string, string> = key === undefined ? {} : { 'X-API-Key': key }
  const sent = call.operation.requestBody && { body: body ?? bodyAbout(BSKY) }
  return api.get(address, { headers, method: call.method, ...sent })
}

const bodyAbout = (handle: string) => JSON.stringify({ handle })

async function refusalsIn(
  calls: Call[],
  code: RefusalCode,
  provoke: (call: Call) => Promise<Answer>,
): Promise<void> {
  for (const call of calls.filter(({ codes }) => codes.includes(code))) {
    const { status, headers, json } = await provoke(call)
    expect(Object(json).error, `${call.path} ${JSON.stringify(json)?.slice(0, 200)}`).toBe(code)
    const { schema } = call.operation.responses[status]?.content?.['application/json'] ?? {}
    expect(schema?.properties?.error?.enum, `${call.path} ${status}`).toContain(code)
    expect(schema && mismatchOf(json, schema, {}), `${call.path} ${code}`).toBeUndefined()
    const waits = status === 429 || status === 503
    expect(headers.has('retry-after'), `${call.path} ${code}: Retry-After`).toBe(waits)
  }
}

test('every refusal that is documented comes where it is', { timeout: 180_000 }, async () => {
  await using appView = await startAppView(KNOWN_ACCOUNTS)
  await using api = await startKnown({ appViewUrl: appView.url })
  const { key } = api
  const calls = await callsOf(api)
  const tried = new Set<RefusalCode>()
  const provoke = async (code: RefusalCode, act: (call: Call) => Promise<Answer>) => {
    await refusalsIn(calls, code, act)
    tried.add(code)
  }
  const provokeAbout = (code: RefusalCode, actor: string) =>
    provoke(code, (call) =>
      ask(api, call, { address: addressAbout(call, actor), key, body: bodyAbout(actor) }),
    )

  await provoke('InvalidRequest', (call) => {
    return ask(api, call, { address: `${addressOf(call).split('?')[0]}?${'a&'.repeat(1000)}`, key })
  })
  await provokeAbout('HandleNotFound', 'nobody.example')
  await provokeAbout('AccountPrivate', PRIVATE)
  await provokeAbout('NoAvatar', 'ann.example')
  for (const [code, did] of Object.entries(HIDDEN)) await provokeAbout(code as RefusalCode, did)
  await provoke('ListNotFound', (call) => {
    return ask(api, call, { address: addressOf(call, { at: '1971-01-01T00:00:00Z' }) })
  })
  await provoke('KeyRequired', (call) => ask(api, call, { address: addressOf(call) }))
  await provoke('UpgradeRequired', (call) => ask(api, call, { address: addressOf(call) }))
  await provoke('BodyTooLarge', (call) => {
    return ask(api, call, { address: addressOf(call), key, body: bodyAbout('a'.repeat(5000)) })
  })
  await provoke('RequestTimeout', (call) => {
    const headers = { 'X-API-Key': key, 'Content-Length': '10' }
    const asked = request(api.url + addressOf(call), { method: call.method, headers })
    asked.flushHeaders()
    return answerTo(asked)
  })
  await provoke('TooBusy', async (call) => {
    const addresses = Array.from({ length: MANY_PICTURES }, (_, index) =>
      addressOf(call, { background: `0000${index.toString(16).padStart(2, '0')}` }),
    )
    const answers = await Promise.all(addresses.map((address) => ask(api, call, { address })))
    return answers.find(({ status }) => status !== 200) ?? (answers[0] as Answer)
  })
  await using images = await startImages(() => {}) // answers nothing
  appView.accounts.set(BSKY, { handle: 'bsky.app', avatar: `${images.url}/a.jpg` })
  await using slow = await startKnown({ appViewUrl: appView.url, avatarHosts: images.url })
  await provoke('AvatarLate', (call) => ask(slow, call, { address: addressOf(call) }))
  appView.mode = 'fails'
  await provokeAbout('UpstreamUnavailable', 'never.seen.example')

  await using full = await startKnown({ most: 0 })
  await provoke('Busy', (call) => {
    const isUpgrade = call.operation.responses[101] !== undefined
    const address = addressOf(call)
    return isUpgrade ? askForUpgrade(full.url + address) : ask(full, call, { address })
  })
  await using limited = await startKnown({
    requestLimits: { quotas: { address: 1, key: 1 }, limitLoopback: true },
  })
  await provoke('RateLimitExceeded', async (call) => {
    const first = await ask(limited, call, { address: addressOf(call) })
    return first.status === 429 ? first : ask(limited, call, { address: addressOf(call) })
  })
  await using known = await startKnown()
  await provoke('InvalidKey', (call) => {
    return ask(known, call, { address: addressOf(call), key: 'orrery_none' })
  })
  await known.server[Symbol.asyncDispose]()
  await provoke('StoreUnavailable', (call) => {
    return ask(known, call, { address: addressOf(call), key: known.key })
  })

  const documented = new Set(calls.flatMap(({ codes }) => codes))
  expect([...documented].filter((code) => !tried.has(code))).toEqual([])
})
