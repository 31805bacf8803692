import { fetchApi } from './api.ts'

/** The API's answer to `path` as an answer of this site, under the site's own origin. */
export async function passOn(
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { status, body, headers: given } = await fetchApi(path)
  const type = given.get('content-type') ?? 'application/octet-stream'
  return new Response(body, {
    status,
    headers: { ...headers, 'content-type': type, 'x-content-type-options': 'nosniff' },
  })
}
