import type { Calls } from './client-types.ts'

export type * from './client-types.ts'

/** A call that answers JSON, by its path as the API's document has it. */
export type CallPath = keyof Calls
export type AnswerTo<Path extends CallPath> = Calls[Path]['answer']
type ParametersOf<Path extends CallPath> = Calls[Path]['parameters']
/** Parameters may be left out where none is required. */
export type CallArguments<Path extends CallPath> =
  Record<string, never> extends ParametersOf<Path>
    ? [path: Path, parameters?: ParametersOf<Path>]
    : [path: Path, parameters: ParametersOf<Path>]

export type Client = {
  /** @throws ApiRefusal where the API refuses, a TypeError where nobody answers. */
  get<Path extends CallPath>(...call: CallArguments<Path>): Promise<AnswerTo<Path>>
  /** The whole address of a call, such as of a picture. */
  addressOf(path: string, parameters?: Parameters): string
}

/** Why the API does not answer: a code for programs, a sentence for people. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly status: number
  readonly code: string
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined

  constructor(response: Response, { error, message }: { error?: unknown; message?: unknown }) {
    super(typeof message === 'string' ? message : `The API answers ${response.status}.`)
    this.status = response.status
    this.code = typeof error === 'string' ? error : 'Unknown'
    this.retryAfter = Number(response.headers.get('retry-after')) || undefined
  }
}

export type ClientOptions = {
  /** Where the API is. */
  url: string
  key?: string | undefined
  signal?: AbortSignal | undefined
  fetch?: typeof globalThis.fetch
}

export function openClient({ url, key, signal, fetch = globalThis.fetch }: ClientOptions): Client {
  const base = url.replace(/\/$/, '')
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (key) headers['X-API-Key'] = key

  return {
    async get(path, parameters = undefined as never) {
      const response = await fetch(base + pathOf(path, parameters), {
        headers,
        ...(signal && { signal }),
      })
      if (response.ok) return response.json()
      throw new ApiRefusal(response, Object(await response.json().catch(() => ({}))))
    },
    addressOf: (path, parameters) => base + pathOf(path, parameters),
  }
}

type Value = string | number | boolean | undefined
export type Parameters = Readonly<Record<string, Value | readonly string[]>>

/** A path with its parameters in it, and with all others as a query. */
export function pathOf(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams()
  let filled = path
  for (const [name, value] of Object.entries(parameters)) {
    const values = [value ?? []].flat().map(String)
    const [first] = values
    if (first === undefined) continue
    if (path.includes(`{${name}}`)) {
      filled = filled.replace(`{${name}}`, () => encodeURIComponent(first))
    } else for (const each of values) query.append(name, each)
  }
  return query.size === 0 ? filled : `${filled}?${query}`
}
