/**
 * What the links page shows, all of it from the query of its address.
 * `subject` is as it was typed; where it is `exact` it is taken as it stands, so that a page of
 * bsky.app is an address and not what it shows. Without a source the page lists all sources;
 * `scope` says whether a source's links go to the subject itself or to all that its account has.
 */
export type LinksView = {
  subject: string
  exact: boolean
  source: string | undefined
  scope: 'subject' | 'account'
  list: 'records' | 'accounts'
  order: 'newest' | 'oldest'
  cursor: string | undefined
}

export const LINKS_PAGE_SIZE = 50

/** The view that a query asks for; whatever it does not know counts as not said. */
export function linksViewOf(query: URLSearchParams): LinksView {
  const scope = query.get('scope') === 'account' ? 'account' : 'subject'
  const isOfAccounts = scope === 'subject' && query.get('list') === 'accounts'
  return {
    subject: query.get('subject')?.trim() ?? '',
    exact: query.get('exact') === 'true',
    source: query.get('source') || undefined,
    scope,
    list: isOfAccounts ? 'accounts' : 'records',
    order: query.get('order') === 'oldest' ? 'oldest' : 'newest',
    cursor: query.get('cursor') || undefined,
  }
}

/** The query that leads to a view, with its `?`; what is the default is left out. */
export function linksQueryOf(view: Pick<LinksView, 'subject'> & Partial<LinksView>): string {
  const { subject, exact, source, scope, list, order, cursor } = view
  const said = new URLSearchParams({ subject })
  if (exact) said.set('exact', 'true')
  if (source) said.set('source', source)
  if (scope === 'account') said.set('scope', scope)
  if (list === 'accounts') said.set('list', list)
  if (order === 'oldest') said.set('order', order)
  if (cursor) said.set('cursor', cursor)
  return `?${said}`
}

/** The links page of a subject as it stands in a record. */
export function linksPathOf(target: string): string {
  return `/links${linksQueryOf({ subject: target, exact: /^https?:/i.test(target) })}`
}

/** Where the API has what a view shows of the target that its subject is. */
export function apiPathOf(view: LinksView, target: string): string {
  const { source, scope, list } = view
  const account = `/links/to-account/${encodeURIComponent(target)}`
  if (source === undefined) {
    return scope === 'account'
      ? account
      : `/links/all?${new URLSearchParams({ target, hydrate: 'true' })}`
  }
  const page = pageQueryOf(view)
  if (scope === 'account') return `${account}?${new URLSearchParams({ source, ...page })}`
  const question = new URLSearchParams({ subject: target, source, ...page })
  if (list === 'accounts') return `/xrpc/blue.microcosm.links.getBacklinkDids?${question}`
  question.set('hydrate', 'true')
  return `/xrpc/blue.microcosm.links.getBacklinks?${question}`
}

function pageQueryOf({ order, cursor }: LinksView): Record<string, string> {
  return {
    limit: String(LINKS_PAGE_SIZE),
    ...(order === 'oldest' && { reverse: 'true' }),
    ...(cursor && { cursor }),
  }
}
