import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

/** An SVG that is opened by itself is a document of this site: it may style itself, no more. */
const NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"

/** The circle in a format, with all options that the API has for it. */
export const GET: RequestHandler = ({ params: { actor, format }, url, request }) =>
  passOn(
    `/circles/${encodeURIComponent(actor)}.${format}${url.search}`,
    format === 'svg' ? { 'content-security-policy': NO_SCRIPTS } : {},
    request.headers,
  )
