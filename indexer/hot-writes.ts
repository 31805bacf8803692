import { readHidden } from '@orrery/shared/account-status'
import { hotMember, type SentMember } from '@orrery/shared/codec'
import type { StoredLink } from '@orrery/shared/interaction'
import type { Store } from '@orrery/shared/store'
import type { HotTargets } from './hot-targets.ts'

/** Writes to the sets of hot targets, gathered. Repeat-safe: a member is there once, or not. */
export type HotWrites = {
  /** Adds the record to the sets of what it links to. */
  add(member: SentMember): void
  /** Takes it out of those of them that it does not link to any more. */
  remove(member: SentMember, stillLinked: StoredLink<number>[]): void
  /** Sends what was gathered, but adds nothing that hidden accounts made. */
  send(): Promise<void>
  /** Sends what was gathered for one account, whatever its status still says. */
  sendAll(): Promise<void>
}

export function gatherHotWrites(store: Store, hot: HotTargets): HotWrites {
  const added: { key: string; member: SentMember }[] = []
  const removed: { key: string; member: SentMember }[] = []

  function setsOf({ collection }: SentMember, links: StoredLink<number>[]): Set<string> {
    const sets = links.map(({ path, target }) => hot.setOf(target, { collection, path }))
    return new Set(sets.filter((key) => key !== undefined))
  }

  async function write(adding: typeof added): Promise<void> {
    await Promise.all([
      ...removed.map(({ key, member }) => store.redis.zRem(key, hotMember(member))),
      ...adding.map(({ key, member }) =>
        store.redis.zAdd(key, { score: member.time, value: hotMember(member) }),
      ),
    ])
  }

  return {
    add(member) {
      for (const key of setsOf(member, member.links)) added.push({ key, member })
    },
    remove(member, stillLinked) {
      const before = setsOf(member, member.links)
      if (before.size === 0) return
      for (const key of before.difference(setsOf(member, stillLinked)))
        removed.push({ key, member })
    },
    async send() {
      const authors = new Set(added.map(({ member }) => member.author))
      const hidden = authors.size === 0 ? authors : await readHidden(store, authors)
      await write(added.filter(({ member }) => !hidden.has(member.author)))
    },
    sendAll: () => write(added),
  }
}
