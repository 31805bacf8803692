import { type AccountStatus, readHidden } from '@orrery/shared/account-status'
import type { SentMember } from '@orrery/shared/codec'
import { sourceText } from '@orrery/shared/known-sources'
import type { Store } from '@orrery/shared/store'
import { type HotChanges, type HotLink, writeHotSets } from './hot-sets.ts'
import type { HotTargets } from './hot-targets.ts'

/** Writes to the sets of hot targets, gathered. */
export type HotWrites = {
  /** Adds the record to the sets of what it links to. */
  add(member: SentMember): void
  /** Takes a version of a record out of them, where the next version, if any, is not in its place. */
  remove(member: SentMember, next?: SentMember): void
  /**
   * Sends what was gathered; a link goes where the status of its author says.
   * @param hidden the statuses of authors that are not active, in place of what the store says
   */
  send(hidden?: ReadonlyMap<number, AccountStatus>): Promise<void>
}

export function gatherHotWrites(store: Store, hot: HotTargets): HotWrites {
  const changes: HotChanges = { gone: [], replaced: [], made: [] }

  function linksOf({ author, collection, rkey, time, links }: SentMember): HotLink[] {
    return links.flatMap(({ path, target }) => {
      const name = hot.find(target)
      if (name === undefined) return []
      return { hot: name, source: sourceText({ collection, path }), author, rkey, time }
    })
  }

  return {
    add(member) {
      changes.made.push(...linksOf(member))
    },
    remove(member, next) {
      const links = linksOf(member)
      if (links.length === 0) return
      const kept = new Set(next ? linksOf(next).map(strandOf) : [])
      for (const link of links) {
        if (!kept.has(strandOf(link))) changes.gone.push(link)
        else if (link.time !== next?.time) changes.replaced.push(link)
      }
    },
    async send(hidden) {
      if (Object.values(changes).every((links) => links.length === 0)) return
      const authors = new Set(changes.made.map(({ author }) => author))
      await writeHotSets(store, changes, hidden ?? (await readHidden(store, authors)))
    },
  }
}

function strandOf({ hot, source }: HotLink): string {
  return `${hot.name} ${source}`
}
