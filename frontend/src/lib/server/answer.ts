import { fetchApi } from './api.ts'

const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'etag',
  'retry-after',
  'orrery-complete-since',
]

/**
 * The API's answer to `path` as an answer of this site, under the site's own origin. With the
 * headers of a request the API may say that its sender has the answer already.
 */
export async function passOn(
  path: string,
  own: Record<string, string> = {},
  asked?: Headers,
): Promise<Response> {
  const known = asked?.get('if-none-match')
  const { status, body, headers } = await fetchApi(path, known ? { 'If-None-Match': known } : {})
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return new Response(body, { status, headers: { ...Object.fromEntries(kept), ...own } })
}
