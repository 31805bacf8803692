import { type Parameters, pathOf } from '@orrery/shared/client'
import type { OpenApi, Operation } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { createKey } from './keys.ts'
import type { RefusalCode } from './openapi-refusals.ts'
import { type Answer, startApi, type TestApi, type TestApiOptions } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { fillWithKnown, HIDDEN, KNOWN_ACCOUNTS, PRIVATE } from './testing-known.ts'

type Call = { path: string; operation: Operation; codes: RefusalCode[] }

/** Refusals that take a slow image host, or very many pictures or streams at the same time. */
const UNDER_LOAD = new Set<RefusalCode>(['AvatarLate', 'TooBusy', 'Busy'])

async function startKnown(options: TestApiOptions = {}): Promise<TestApi> {
  const api = await startApi({ didWeb: 'api.example', ...options })
  await fillWithKnown(api, Date.now())
  return api
}

async function callsOf(api: TestApi): Promise<Call[]> {
  const { paths } = (await api.get('/openapi.json')).json as OpenApi
  return Object.entries(paths).flatMap(([path, { get }]) => {
    return get ? [{ path, operation: get, codes: codesOf(get) }] : []
  })
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
  return addressOf(call, { [about ?? 'q']: about === 'uri' ? uri : actor })
}

async function refusalsIn(
  calls: Call[],
  code: RefusalCode,
  ask: (call: Call) => Promise<Answer>,
): Promise<void> {
  for (const call of calls.filter(({ codes }) => codes.includes(code))) {
    const { status, headers, json } = await ask(call)
    expect(Object(json).error, `${call.path} ${JSON.stringify(json)?.slice(0, 200)}`).toBe(code)
    const { schema } = call.operation.responses[status]?.content?.['application/json'] ?? {}
    expect(schema?.properties?.error?.enum, `${call.path} ${status}`).toContain(code)
    const waits = status === 429 || status === 503
    expect(headers.has('retry-after'), `${call.path} ${code}: Retry-After`).toBe(waits)
  }
}

test('every refusal that is documented comes where it is', async () => {
  await using appView = await startAppView(KNOWN_ACCOUNTS)
  await using api = await startKnown({ appViewUrl: appView.url })
  const calls = await callsOf(api)
  const tried = new Set<RefusalCode>(UNDER_LOAD)
  const provoke = async (code: RefusalCode, addressFor: (call: Call) => string) => {
    await refusalsIn(calls, code, (call) => api.get(addressFor(call)))
    tried.add(code)
  }

  await provoke('InvalidRequest', (call) => `${addressOf(call).split('?')[0]}?${'a&'.repeat(1000)}`)
  await provoke('HandleNotFound', (call) => addressAbout(call, 'nobody.example'))
  await provoke('AccountPrivate', (call) => addressAbout(call, PRIVATE))
  await provoke('NoAvatar', (call) => addressAbout(call, 'ann.example'))
  await provoke('ListNotFound', (call) => addressOf(call, { at: '1971-01-01T00:00:00Z' }))
  for (const [code, did] of Object.entries(HIDDEN)) {
    await provoke(code as RefusalCode, (call) => addressAbout(call, did))
  }
  await provoke('KeyRequired', (call) => addressOf(call))
  appView.mode = 'fails'
  await provoke('UpstreamUnavailable', (call) => addressAbout(call, 'never.seen.example'))

  await using limited = await startKnown({
    requestLimits: { quotas: { address: 1, key: 1 }, limitLoopback: true },
  })
  await refusalsIn(calls, 'RateLimitExceeded', async (call) => {
    const first = await limited.get(addressOf(call))
    return first.status === 429 ? first : limited.get(addressOf(call))
  })
  const headers = { 'X-API-Key': 'orrery_none' }
  await using known = await startKnown({ requestLimits: { quotas: { address: 0, key: 0 } } })
  await refusalsIn(calls, 'InvalidKey', (call) => known.get(addressOf(call), { headers }))

  const { text } = await createKey(known.redis, { name: 'a test', quota: null }, Date.now())
  const own = { headers: { 'X-API-Key': text } }
  await known.server[Symbol.asyncDispose]()
  await refusalsIn(calls, 'StoreUnavailable', (call) => known.get(addressOf(call), own))
  for (const code of ['RateLimitExceeded', 'InvalidKey', 'StoreUnavailable'] as const)
    tried.add(code)

  const documented = new Set(calls.flatMap(({ codes }) => codes))
  expect([...documented].filter((code) => !tried.has(code))).toEqual([])
})
