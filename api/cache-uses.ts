/** The caches whose use is counted. */
export const CACHES = [
  'accounts',
  'account links',
  'avatars',
  'collections',
  'index',
  'link counts',
  'many to many',
  'pictures',
  'profiles',
  'shared answers',
  'stats',
] as const

export type Cache = (typeof CACHES)[number]

/**
 * What came of asking a cache. Hit: it was there. Stale: an older answer was given while a new one was
 * found out. Shared: it was being found out for somebody else. Miss: it was found out.
 */
export const CACHE_RESULTS = ['hit', 'stale', 'shared', 'miss'] as const

export type CacheUses = Record<(typeof CACHE_RESULTS)[number], number>

export function noUses(): CacheUses {
  return { hit: 0, stale: 0, shared: 0, miss: 0 }
}

const uses = new Map(CACHES.map((cache) => [cache, noUses()]))

/** What came of asking a cache, of all of its kind in this process, to be counted up and read. */
export function usesOf(cache: Cache): CacheUses {
  return uses.get(cache) ?? noUses()
}
