import { staticPageOf } from '#lib/server/static-page.ts'
import type { RequestHandler } from './$types'

/** What browsers keep for when the site cannot be reached. */
export const GET: RequestHandler = async () =>
  new Response(await staticPageOf('offline'), { headers: { 'content-type': 'text/html' } })
