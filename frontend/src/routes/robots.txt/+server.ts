import { originOf } from '#lib/server/site-url.ts'
import type { RequestHandler } from './$types'

/** Pages that lead elsewhere, or are made anew for every visitor. */
const UNLISTED = ['/preferences', '/search', '/*/live', '/*/circle.', '/*?']

export const GET: RequestHandler = ({ url }) => {
  const lines = ['User-agent: *', ...UNLISTED.map((path) => `Disallow: ${path}`)]
  const sitemap = `Sitemap: ${originOf(url)}/sitemap.xml`
  return new Response(`${[...lines, '', sitemap].join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}
