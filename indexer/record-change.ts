import type { CollectionFilter } from '@orrery/shared/collection-filter'
import { commitTime } from '@orrery/shared/commit-time'
import type { CommitEvent } from '@orrery/shared/event'
import type { StoredLink } from '@orrery/shared/interaction'
import { type LinksOf, linksOf } from '@orrery/shared/links-of'
import { storedTarget } from '@orrery/shared/stored-target'
import { parseTid } from '@orrery/shared/tid'
import { charactersOf } from './characters.ts'

const NO_LINKS: LinksOf = { links: [], dropped: 0 }

/** What a commit asks of the store: the links its record has from now on, none for a delete. */
export type RecordChange = {
  did: string
  collection: string
  rkey: string
  /**
   * False where no earlier version can be in the way: a create under a TID, which is never used
   * again. Names such as `self` are.
   */
  replaces: boolean
  /** Milliseconds since the epoch. */
  time: number
  characters: number
  links: StoredLink<string>[]
  /** Undefined where the event tells none. */
  cid?: string | undefined
  /** Links beyond the limit of one record. */
  dropped: number
}

/**
 * @param isIndexed records of other collections make no links, so that one from before they were left
 *   out goes when it changes
 */
export function changeOf(
  { did, time_us, commit }: CommitEvent,
  isIndexed: CollectionFilter = () => true,
): RecordChange {
  const { collection, rkey, rev } = commit
  const name = { did, collection, rkey, time: commitTime(rev, time_us) }
  if (commit.operation === 'delete') {
    return { ...name, replaces: true, characters: 0, links: [], dropped: 0 }
  }
  const { links, dropped } = isIndexed(collection) ? linksOf(commit.record) : NO_LINKS
  return {
    ...name,
    replaces: commit.operation === 'update' || parseTid(rkey) === undefined,
    characters: charactersOf(collection, commit.record),
    links: links.map(({ path, target }) => ({ path, target: storedTarget(target) })),
    cid: commit.cid,
    dropped,
  }
}

/**
 * The state that a run of changes leaves each record in: its last change. Where a record changes
 * more than once, the last change replaces whatever stood before.
 */
export function foldChanges(changes: RecordChange[]): RecordChange[] {
  const last = new Map<string, RecordChange>()
  for (const change of changes) {
    const name = `${change.did}/${change.collection}/${change.rkey}`
    const earlier = last.get(name)
    last.set(name, earlier ? { ...change, replaces: true } : change)
  }
  return Array.from(last.values())
}
