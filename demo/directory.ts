import type { Commit, JetstreamEvent } from './event.ts'
import type { Account } from './simulation/accounts.ts'

export type Profile = {
  did: string
  handle: string
  displayName: string | undefined
  status: 'active' | 'deactivated' | 'suspended' | 'takendown' | 'deleted'
  /** Likes, reposts and replies, both ways. */
  sent: number
  received: number
}

export type Directory = {
  /** Events in their order: they rename accounts, and say who is there. */
  apply(event: JetstreamEvent): void
  /** By DID or handle, whatever its status. */
  find(actor: string): Profile | undefined
  /** Active accounts with a word of their names beginning with the text, the best known first. */
  search(text: string, limit: number): Profile[]
  mostConnected(limit: number): Profile[]
}

/** Who is who in the simulated network, as its events tell it. */
export function createDirectory(accounts: Account[]): Directory {
  const byDid = new Map<string, Profile>()
  const byHandle = new Map<string, Profile>()
  for (const { did, handle, displayName } of accounts) {
    const profile: Profile = { did, handle, displayName, status: 'active', sent: 0, received: 0 }
    byDid.set(did, profile)
    byHandle.set(handle, profile)
  }
  const activeBy = (score: (profile: Profile) => number) =>
    [...byDid.values()]
      .filter(({ status }) => status === 'active')
      .sort((one, other) => score(other) - score(one) || (one.did < other.did ? -1 : 1))

  return {
    apply(event) {
      const profile = byDid.get(event.did)
      if (!profile) return
      if (event.kind === 'account') profile.status = event.account.status ?? 'active'
      if (event.kind === 'identity' && event.identity.handle) {
        byHandle.delete(profile.handle)
        profile.handle = event.identity.handle
        byHandle.set(profile.handle, profile)
      }
      if (event.kind !== 'commit') return
      if (event.commit.collection === 'app.bsky.actor.profile') {
        profile.displayName = textOf(event.commit.record?.displayName)
      }
      const target = byDid.get(targetOf(event.commit))
      if (!target || target === profile) return
      profile.sent++
      target.received++
    },
    find: (actor) => byDid.get(actor) ?? byHandle.get(actor.toLowerCase()),
    search(text, limit) {
      const wanted = text.trim().replace(/^@/, '').toLowerCase()
      if (wanted === '') return []
      return activeBy(({ received }) => received)
        .filter(({ handle, displayName = '' }) =>
          [handle, ...handle.split(/[-.]/), ...displayName.toLowerCase().split(' ')]
            .concat(displayName.toLowerCase())
            .some((word) => word.startsWith(wanted)),
        )
        .slice(0, limit)
    },
    mostConnected: (limit) =>
      activeBy(({ sent, received }) => Math.min(sent, received)).slice(0, limit),
  }
}

/** The DID that a like, a repost or a reply goes to; empty for anything else. */
function targetOf({ record }: Commit): string {
  const { subject, reply } = (record ?? {}) as {
    subject?: { uri?: string }
    reply?: { parent: { uri: string } }
  }
  return (subject?.uri ?? reply?.parent.uri ?? '').split('/')[2] ?? ''
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
