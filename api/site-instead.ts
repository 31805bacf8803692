import type { Context, Middleware } from 'koa'

/**
 * Leads a browser that prefers a page over JSON to the site's page of the same links.
 * @param siteUrl ends with a slash
 */
export function siteInstead(siteUrl: string): Middleware {
  return async (ctx, next) => {
    ctx.vary('Accept')
    if (ctx.accepts('json', 'html') !== 'html') return next()
    ctx.status = 303
    ctx.redirect(pageOf(siteUrl, ctx))
  }
}

function pageOf(siteUrl: string, { query, params }: Context): string {
  const page = new URL('links', siteUrl)
  const { subject = query.target ?? params.actor, collection, path } = query
  const { source = sourceOf(collection, path) } = query
  if (typeof subject === 'string') page.searchParams.set('subject', subject)
  if (typeof source === 'string') page.searchParams.set('source', source)
  if (params.actor !== undefined) page.searchParams.set('scope', 'account')
  // The API takes an address as it stands; the site would take one of bsky.app for what it shows.
  else if (/^https?:/i.test(`${subject}`)) page.searchParams.set('exact', 'true')
  return page.href
}

function sourceOf(collection: unknown, path: unknown): string | undefined {
  if (typeof collection !== 'string' || typeof path !== 'string') return undefined
  return `${collection}:${path.replace(/^\./, '')}`
}
