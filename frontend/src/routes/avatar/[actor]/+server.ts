import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

/** Avatars under the site's own origin, so that pages load nothing from elsewhere. */
export const GET: RequestHandler = ({ params, url, request }) =>
  passOn(`/avatar/${encodeURIComponent(params.actor)}${url.search}`, {}, request.headers)
