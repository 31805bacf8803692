import { followApi } from '#lib/server/api.ts'
import type { RequestHandler } from './$types'

/**
 * The account's interactions as they come, as Server-Sent Events. Whoever opens a new connection says in
 * `after` what a browser that comes back by itself says in `Last-Event-ID`.
 */
export const GET: RequestHandler = ({ params, url, request }) => {
  const after = request.headers.get('last-event-id') ?? url.searchParams.get('after')
  return followApi(`/live/${encodeURIComponent(params.actor)}`, {
    signal: request.signal,
    headers: after ? { 'Last-Event-ID': after } : {},
  })
}
