import { LANGUAGES } from '@orrery/shared/language'
import { escapeXml } from '@orrery/shared/xml'
import { withLanguage } from '#lib/locale/language-path.ts'
import { originOf } from '#lib/server/site-url.ts'
import type { RequestHandler } from './$types'

const PAGES = ['/', '/top', '/stats', '/collections', '/links', '/status', '/docs', '/privacy']

/** The pages that are nobody's own, each in every language (https://www.sitemaps.org/protocol.html). */
export const GET: RequestHandler = ({ url }) => {
  const origin = originOf(url)
  const entries = PAGES.flatMap((path) => {
    const addresses = LANGUAGES.map((language) => ({
      language,
      address: escapeXml(origin + withLanguage(language, path)),
    }))
    const alternates = addresses.map(
      ({ language, address }) =>
        `<xhtml:link rel="alternate" hreflang="${language}" href="${address}"/>`,
    )
    return addresses.map(({ address }) => `<url><loc>${address}</loc>${alternates.join('')}</url>`)
  })
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...entries,
    '</urlset>',
  ]
  return new Response(`${lines.join('\n')}\n`, { headers: { 'content-type': 'application/xml' } })
}
