import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

/** A picture that is opened by itself is a document of this site: it may style itself, no more. */
const NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:"

export const GET: RequestHandler = ({ params, url }) =>
  passOn(`/circles/${encodeURIComponent(params.actor)}.svg${url.search}`, {
    'content-security-policy': NO_SCRIPTS,
  })
