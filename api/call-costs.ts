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
  ['/pairs/', 3],
  ['/export/', 50],
  ['/dd/', 10],
  ['/collections', 2],
  ['/prefix', 2],
  ['/timeseries', 5],
  ['/live', 5],
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

export function costOf(path: string): number {
  return COSTS.find(([beginning]) => path.startsWith(beginning))?.[1] ?? 1
}
