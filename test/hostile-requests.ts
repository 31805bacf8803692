import type { Random } from '@orrery/shared/random'

/** A request as it goes over the wire; `path` with its query. */
export type HostileRequest = {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

export type Route = { method: string; path: string }

/**
 * Names of parameters with values that are right for them, and values that are right somewhere. Answers
 * teach more of them, and which parameters a route wants.
 */
export type Vocabulary = {
  names: Map<string, Set<string>>
  values: Set<string>
  wanted: Map<string, Set<string>>
}

const long = 'a'.repeat(20_000)

/** What nobody should send, and somebody does. */
const HOSTILE = [
  '',
  ' ',
  '\0',
  '\r\nSet-Cookie: a=b',
  '../../etc/passwd',
  '..%2f..%2f',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '{"$gt":""}',
  '#{7*7}',
  '*',
  '[*]',
  '[][][][]',
  '.',
  ':',
  '::',
  'a:',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  '99999999999999999999',
  '\u202e\ufeff\u0000',
  '🪐'.repeat(500),
  'é'.normalize('NFD').repeat(200),
  '(a+)+$',
  `${'a.'.repeat(200)}a`,
  `did:web:${'a'.repeat(2000)}`,
  `did:plc:${'%41'.repeat(300)}`,
  'at://',
  'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
  `at://${'a/'.repeat(2000)}`,
  'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/../x',
  'https://[::1]:99999/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-30T00:00:00Z',
  '1970-01-01..9999-12-31',
  'like:1,like:2,like:3',
  'eyJhIjoxfQ',
  'AAAAAAAAAAAA',
  long,
]

/** What stands in a path or a query though it is no right way to write anything. */
const RAW = [
  '%',
  '%zz',
  '%E0%A4%A',
  '%00',
  '%ff%fe',
  '//',
  '/./',
  ';',
  '?',
  '&&',
  '=',
  '[]',
  '%2e%2e',
  '+',
]

const METHODS = [
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'PROPFIND',
]
const HEADERS: [string, string[]][] = [
  ['Accept', ['text/html', '*/*;q=0', 'a'.repeat(5000), 'application/json;q=1e9']],
  ['Accept-Language', ['de', '*', ','.repeat(3000)]],
  ['If-None-Match', ['*', '"a"', 'W/"', '"'.repeat(3000)]],
  ['If-Modified-Since', ['never', 'Thu, 01 Jan 1970 00:00:00 GMT']],
  ['Range', ['bytes=0-0', 'bytes=9-1', 'bytes=-99999999999999999999']],
  ['X-API-Key', ['', 'secret', `orrery_${'a'.repeat(43)}`, long.slice(0, 5000)]],
  ['Authorization', ['Bearer', 'Bearer a.b.c', `Bearer orrery_${'a'.repeat(43)}`, 'Basic Og==']],
  ['X-Forwarded-For', ['1.2.3.4, ::1', "' OR 1=1", ',,,', '::ffff:1.2.3.4%eth0']],
  ['Last-Event-ID', ['0', '-', 'a'.repeat(3000), '99999999999999999999-1']],
  [
    'Content-Type',
    ['application/json', 'text/plain', 'multipart/form-data; boundary=', '🪐'.repeat(0)],
  ],
]
const BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"a"',
  '{"handle":null}',
  '{"handle":{"a":1}}',
  '{"handle":"@"}',
  '{"__proto__":{"handle":"a.example"}}',
  `{"handle":"${long}"}`,
  '['.repeat(100_000),
  'a'.repeat(3_000_000),
]

/**
 * A request to a route whose path may have `:names` and `{optional}` parts: mostly nearly right, with one
 * thing or two that are not, sometimes wild.
 */
export function hostileRequest(random: Random, route: Route, known: Vocabulary): HostileRequest {
  const isWild = random.chance(0.25)
  const write = (name: string) => {
    const text = encodeURIComponent(valueFor(random, name, known, isWild).toWellFormed())
    return random.chance(isWild ? 0.1 : 0.01) ? text + random.pick(RAW) : text
  }
  const path = route.path
    .replace(/\{([^}]*)\}/g, (_, part: string) => (random.chance(0.5) ? part : ''))
    .replace(/[:*](\w+)(\([^)]*\))?/g, (_, name: string) =>
      write(known.names.has(name) ? name : 'actor'),
    )
  const names = [...known.names.keys()]
  const wanted = isWild ? [] : [...(known.wanted.get(route.path) ?? [])]
  const more = random.chance(0.01) ? 3000 : random.below(isWild ? 7 : 3)
  const asked = [...wanted, ...Array.from({ length: more }, () => random.pick(names))]
  const query = asked.map((name) => `${name}=${write(name)}`)
  const method = random.chance(0.93) ? route.method : random.pick(METHODS)
  const headers = Object.fromEntries(
    HEADERS.filter(() => random.chance(0.03)).map(([name, some]) => [name, random.pick(some)]),
  )
  const line = { method, path: query.length > 0 ? `${path}?${query.join('&')}` : path }
  if (method === 'GET' || method === 'HEAD') return { ...line, headers }
  const handle = valueFor(random, 'actor', known, isWild)
  const body = random.chance(0.5) ? JSON.stringify({ handle }) : random.pick(BODIES)
  return { ...line, headers: { 'Content-Type': 'application/json', ...headers }, body }
}

function valueFor(
  random: Random,
  name: string,
  { names, values }: Vocabulary,
  isWild: boolean,
): string {
  const right = [...(names.get(name) ?? [])]
  if (!isWild && right.length > 0 && random.chance(0.85)) return random.pick(right)
  const text = random.pick(random.chance(0.4) ? [...values] : HOSTILE)
  return random.chance(0.2) ? bent(random, text) : text
}

/** The text with a piece lost, doubled or changed. */
function bent(random: Random, text: string): string {
  const at = random.below(text.length + 1)
  const end = at + random.below(4)
  return (
    text.slice(0, at) +
    random.pick(['', text.slice(at, end).repeat(2), '!', '\0']) +
    text.slice(end)
  )
}

const MOST_VALUES = 2000

/** Learns which parameter a request was refused for that it did not have. */
export function learnWanted(
  known: Vocabulary,
  route: Route,
  { path }: HostileRequest,
  answer: unknown,
): void {
  const { message } = (answer ?? {}) as { message?: unknown }
  const [, name, expected = ''] = /^(\w+): expected (.*)\.$/.exec(`${message}`) ?? []
  if (name === undefined || name === 'query' || path.includes(`${name}=`)) return
  teach(known, name, known.names.has(name) ? [] : expected.split(/[\s,]+/))
  const wanted = known.wanted.get(route.path) ?? new Set()
  known.wanted.set(route.path, wanted.add(name))
}

export function learnCursor(known: Vocabulary, answer: unknown): void {
  const { cursor } = (answer ?? {}) as { cursor?: unknown }
  if (typeof cursor === 'string' && known.values.size < MOST_VALUES)
    teach(known, 'cursor', [cursor])
}

function teach({ names, values }: Vocabulary, name: string, some: string[]): void {
  const right = names.get(name) ?? new Set()
  names.set(name, right)
  for (const each of some) {
    right.add(each)
    values.add(each)
  }
}

/** @param right what is right for some parameters, by name; other names are right with anything */
export function vocabularyOf(right: Record<string, string[]>): Vocabulary {
  const known: Vocabulary = { names: new Map(), values: new Set(), wanted: new Map() }
  for (const [name, values] of Object.entries(right)) teach(known, name, values)
  return known
}
