import { pathOf } from '@orrery/shared/client'
import { METHODS, type OpenApi, type Operation, type Parameter } from '@orrery/shared/openapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { type Answer, startApi, type TestApi } from './testing.ts'
import { startAppView, type TestAppView } from './testing-appview.ts'
import { fillWithKnown, KNOWN_ACCOUNTS } from './testing-known.ts'
import { askForUpgrade } from './testing-live.ts'
import { mismatchOf } from './testing-schema.ts'

const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 20 * 60_000
/** What is nothing that any parameter can mean but a text of any kind. */
const NONSENSE = '\u{1F6AB}'
/** Parameters that take every text. */
const FREE = new Set([
  ...['subject', 'target', 'otherSubject', 'did', 'linkDid', 'from_dids', 'pathToOther'],
  ...['collection', 'path', 'rkey', 'q', 'watermark'],
  ...['wantedSubjects', 'wantedSubjectPrefixes'],
])

/** What an example names may not be there: a list of that hour, or an image host. */
const MISSING = new Set(['ListNotFound', 'NoAvatar'])

/** What has to stand beside a parameter. */
const COMPANIONS: Record<string, Values> = {
  rkey: { collection: 'app.bsky.feed.post' },
  text: { background: '1d428a' },
  accent: { background: '1d428a' },
}

type Call = { path: string; method: string; operation: Operation }
type Values = Record<string, string | string[]>

let appView: TestAppView
let api: TestApi
let key: string
let document: OpenApi
let calls: Call[]

beforeAll(async () => {
  appView = await startAppView(KNOWN_ACCOUNTS)
  const requestLimits = { quotas: { address: 0, key: 0 } }
  const options = { appViewUrl: appView.url, didWeb: 'api.example', requestLimits }
  api = await startApi({ ...options, clock: () => NOW })
  key = (await createKey(api.redis, { name: 'a test', quota: null }, NOW)).text
  await fillWithKnown(api, NOW)
  document = (await api.get('/openapi.json')).json as OpenApi
  calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )
})

afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await appView[Symbol.asyncDispose]()
})

/** The example of everything that is required, and whatever else is given. */
function ask({ path, method, operation }: Call, values: Values = {}): Promise<Answer> {
  const needed = operation.parameters.filter(({ required }) => required)
  const examples = Object.fromEntries(needed.map((each) => [each.name, exampleOf(each)]))
  const headers: Record<string, string> = operation.security ? { 'X-API-Key': key } : {}
  const address = pathOf(path, { ...examples, ...values })
  if (operation.responses[101]) return askForUpgrade(api.url + address, headers)
  const isStream = operation.responses[200]?.content?.['text/event-stream'] !== undefined
  if (isStream) return beginningAt(address, headers)
  return api.get(address, { headers, method, ...bodyOf(operation) })
}

function bodyOf({ requestBody }: Operation): { body?: string } {
  const { properties } = requestBody?.content['application/json']?.schema ?? {}
  if (properties === undefined) return {}
  const fields = Object.entries(properties).map(([name, schema]) => [name, schema.examples?.[0]])
  return { body: JSON.stringify(Object.fromEntries(fields)) }
}

/** What never ends is left after its headers. */
async function beginningAt(address: string, headers: Record<string, string>): Promise<Answer> {
  const leaving = new AbortController()
  const response = await fetch(api.url + address, { headers, signal: leaving.signal })
  if (!response.ok) return api.get(address, { headers })
  leaving.abort()
  return { status: response.status, headers: response.headers, text: '', json: undefined }
}

function exampleOf({ name, schema }: Parameter): string {
  const example = schema.examples?.[0]
  if (example === undefined) throw new Error(`${name} has no example`)
  return String(example)
}

describe('every call', () => {
  test('answers its example as documented', async () => {
    for (const call of calls) expectDocumented(call, await ask(call), call.path)
  })

  test('takes every example, every word and every limit of its parameters', async () => {
    for (const call of calls) {
      for (const parameter of call.operation.parameters) {
        for (const value of valuesOf(parameter)) {
          const values = { ...COMPANIONS[parameter.name], [parameter.name]: value }
          const answer = await ask(call, values)
          expectDocumented(call, answer, `${call.path} ${parameter.name}=${value}`)
        }
      }
    }
  })

  test('refuses what is beyond them, and names the parameter', async () => {
    for (const call of calls) {
      for (const parameter of call.operation.parameters) {
        for (const value of wrongValuesOf(parameter)) {
          const { status, json } = await ask(call, { [parameter.name]: value })
          const place = `${call.path} ${parameter.name}=${value}`
          expect([status, Object(json).error], place).toEqual([400, 'InvalidRequest'])
        }
      }
    }
  })

  test('says what each of its parameters means', () => {
    const silent = calls.flatMap(({ path, operation }) =>
      operation.parameters
        .filter(({ description }) => !description)
        .map(({ name }) => [path, name]),
    )
    expect(silent).toEqual([])
  })
})

function expectDocumented({ operation }: Call, answer: Answer, place: string): void {
  if (MISSING.has(Object(answer.json).error)) return
  const [status = 0] = Object.keys(operation.responses).map(Number)
  expect(status, place).toBeLessThan(300)
  expect(answer.status, `${place}: ${answer.text.slice(0, 200)}`).toBe(status)
  const { headers = {}, content } = operation.responses[status] ?? {}
  const [type = ''] = answer.headers.get('content-type')?.split(';') ?? []
  const schema = content?.[type]?.schema
  if (content) expect(schema, `${place} answers ${type}`).toBeDefined()
  for (const name of Object.keys(headers).filter((name) => !name.startsWith('RateLimit'))) {
    expect(answer.headers.get(name), `${place}: ${name}`).not.toBeNull()
  }
  if (schema && type === 'application/json') {
    expect(mismatchOf(answer.json, schema, document.components.schemas), place).toBeUndefined()
  }
}

function valuesOf({ schema }: Parameter): (string | string[])[] {
  const { examples = [], minimum, maximum } = schema
  const limits = [minimum, maximum, schema.default].filter((limit) => limit !== undefined)
  return [...examples, ...(schema.enum ?? []), ...limits].map((value) =>
    Array.isArray(value) ? value.map(String) : String(value),
  )
}

function wrongValuesOf({ name, in: place, schema }: Parameter): string[] {
  const { minimum, maximum } = schema
  const beyond = [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
  ]
  const isFree = FREE.has(name) && place === 'query'
  return [...beyond.map(String), ...(isFree ? [] : [NONSENSE])]
}
