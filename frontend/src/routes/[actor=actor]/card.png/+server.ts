import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

/** What other sites show of a link to the page. */
export const GET: RequestHandler = ({ params, url, request }) =>
  passOn(`/cards/${encodeURIComponent(params.actor)}.png${url.search}`, {}, request.headers)
