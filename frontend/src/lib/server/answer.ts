import { fetchApi } from './api.ts'

const KEPT_HEADERS = ['content-type', 'cache-control', 'retry-after', 'orrery-complete-since']

/** The API's answer to `path` as an answer of this site, under the site's own origin. */
export async function passOn(path: string, own: Record<string, string> = {}): Promise<Response> {
  const { status, body, headers } = await fetchApi(path)
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return new Response(body, { status, headers: { ...Object.fromEntries(kept), ...own } })
}
