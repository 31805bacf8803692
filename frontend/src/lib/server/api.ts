import { type AnswerTo, type CallArguments, type CallPath, pathOf } from '@orrery/shared/client'
import { error } from '@sveltejs/kit'
import { API_KEY, API_URL } from '$app/env/private'

const PATIENCE_MS = 15_000
const UNREACHABLE = 'The service behind this site does not answer right now.'

/**
 * Asks the API for `path` (with its query), and hands on whatever it answers.
 * @throws a 503 page where nobody answers in time
 */
export async function fetchApi(
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  try {
    return await fetch(API_URL.replace(/\/$/, '') + path, {
      headers: API_KEY ? { ...headers, 'X-API-Key': API_KEY } : headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
  } catch (cause) {
    console.error(new Error(`no answer to ${routeOf(path)}`, { cause }))
    error(503, UNREACHABLE)
  }
}

/**
 * The API's answer to `path` for as long as it goes on, as an answer of this site.
 * @throws as `fetchApi`
 */
export async function followApi(
  path: string,
  { signal, headers }: { signal: AbortSignal; headers: Record<string, string> },
): Promise<Response> {
  const own: Record<string, string> = API_KEY ? { 'X-API-Key': API_KEY } : {}
  try {
    const answer = await fetch(API_URL.replace(/\/$/, '') + path, {
      headers: { ...headers, ...own },
      signal,
    })
    const type = answer.headers.get('content-type') ?? 'text/plain'
    return new Response(answer.body, {
      status: answer.status,
      headers: { 'content-type': type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  } catch (cause) {
    if (signal.aborted) return new Response(null, { status: 499 })
    console.error(new Error(`no answer to ${routeOf(path)}`, { cause }))
    error(503, UNREACHABLE)
  }
}

/** What was asked for, but not of whom. */
function routeOf(path: string): string {
  return path.split(/[?/]/, 2).join('/')
}

/**
 * The API's answer to `path`, in the shape that the caller knows it has.
 * @throws a page with the API's own sentence for 400, 403, 404 and 429, a 503 page for all else
 */
export async function readApi<Answer>(path: string): Promise<Answer> {
  return (await askApi(path)).json()
}

/**
 * The API's answer to a call.
 * @throws as `readApi`
 */
export function readCall<Path extends CallPath>(
  ...[path, parameters]: CallArguments<Path>
): Promise<AnswerTo<Path>> {
  return readApi(pathOf(path, parameters))
}

/**
 * The API's answer to `path` where it has one.
 * @throws as `readApi`
 */
export async function askApi(path: string): Promise<Response> {
  const response = await fetchApi(path)
  if (response.ok) return response
  const refusal = await response.json().catch(() => ({}))
  const isKnown = [400, 403, 404, 429].includes(response.status)
  const retryAfter = Number(response.headers.get('retry-after'))
  error(isKnown ? response.status : 503, {
    message: typeof refusal.message === 'string' ? refusal.message : UNREACHABLE,
    ...(typeof refusal.error === 'string' && { code: refusal.error }),
    ...(response.status === 429 && retryAfter > 0 && { retryAfter }),
  })
}
