import { collectionFilterOf } from '@orrery/shared/collection-filter'
import { languagesOf } from '@orrery/shared/languages-of'
import type { Envelope } from './envelope.ts'

/** The most accounts that a server filters by. */
export const MOST_DIDS = 10_000

const POST = 'app.bsky.feed.post'

/** Which events are read. The accounts may change at any time. */
export type Wanted = {
  collections: string[]
  isWanted(event: Envelope): boolean
  /**
   * The accounts of which a server shall send events: undefined where it shall send those of all,
   * because all are wanted, or none, or more than it takes. The rest is left out here.
   */
  didsToName(): string[] | undefined
  /** Whether events of some accounts alone come, so that silence is no sign of anything. */
  isNarrow(): boolean
  setDids(dids: ReadonlySet<string>): void
  /** Calls back when the accounts have changed. Returns what ends that. */
  watch(listener: () => void): () => void
}

/**
 * The collections are a filter of commits, the accounts one of all events. The languages are those of
 * which a new post must have one; all else passes, deletes and changes of posts too.
 * @param dids undefined for all accounts
 */
export function createWanted(
  collections: string[],
  dids: ReadonlySet<string> | undefined,
  languages: string[],
): Wanted {
  const isCollection = collectionFilterOf(collections)
  const spoken = new Set(languages)
  const listeners = new Set<() => void>()
  let accounts = dids

  function isUnderstood({ collection, line }: Envelope): boolean {
    if (spoken.size === 0 || collection !== POST) return true
    const { operation, record } = JSON.parse(line).commit
    if (operation !== 'create' || typeof record !== 'object' || record === null) return true
    return languagesOf(record).some((language) => spoken.has(language))
  }

  return {
    collections,
    isWanted(event) {
      if (accounts !== undefined && !accounts.has(event.did)) return false
      const { collection } = event
      return collection === undefined || (isCollection(collection) && isUnderstood(event))
    },
    didsToName() {
      if (accounts === undefined || accounts.size === 0) return undefined
      return accounts.size > MOST_DIDS ? undefined : [...accounts]
    },
    isNarrow: () => accounts !== undefined,
    setDids(changed) {
      accounts = changed
      for (const listener of listeners) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
