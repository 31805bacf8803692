/**
 * What a call takes from a quota by the beginning of its path, the first that fits; calls that read
 * much cost more. All others cost 1.
 */
const COSTS: readonly (readonly [path: string, cost: number])[] = [
  ['/health', 0],
  ['/robots.txt', 0],
  ['/openapi.json', 0],
  ['/.well-known/', 0],
  ['/circles/', 5],
  ['/cards/', 5],
  ['/interactions', 5],
  ['/activity/', 5],
  ['/pairs/', 3],
  ['/export/', 50],
  ['/dd/', 10],
  ['/collections', 2],
  ['/prefix', 2],
  ['/timeseries', 5],
  ['/live', 5],
  ['/subscribe', 5],
  ['/links/to-account/', 5],
  ['/links/all', 5],
  ['/links/distinct-dids', 2],
  ['/links/count/distinct-dids', 2],
  ['/links/count', 1],
  ['/links/stats', 1],
  ['/links', 2],
  ['/xrpc/blue.microcosm.links.getManyToMany', 10],
  ['/xrpc/blue.microcosm.links.getBacklinksCount', 1],
  ['/xrpc/blue.microcosm.links.', 2],
]

/** A list by accounts estimates those of each of its collections, of which there are thousands. */
const BY_ACCOUNTS = { order: 'dids-estimate', cost: 10 }

/** @param order what the list is ordered by, as the query says it */
export function costOf(path: string, order?: string | readonly string[]): number {
  const cost = COSTS.find(([beginning]) => path.startsWith(beginning))?.[1] ?? 1
  const isByAccounts = order === BY_ACCOUNTS.order && /^\/(collections|prefix)\/?$/.test(path)
  return isByAccounts ? BY_ACCOUNTS.cost : cost
}
