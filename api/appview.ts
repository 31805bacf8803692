import { Agent, XRPCError } from '@atproto/api'
import type { Profile } from '@orrery/shared/circle'
import { avatarOf, handleOf } from '@orrery/shared/circle-person'
import type { Logger } from '@orrery/shared/logging'
import { createBreaker } from './breaker.ts'
import type { Relationship } from './relationships.ts'

/** The server that knows handles and profiles. Every question rejects with AppViewError alone. */
export type AppView = {
  /** The DID that a handle names, or undefined where it names nobody. */
  resolveHandle(handle: string): Promise<string | undefined>
  /** Profiles of at most 25 accounts, in no order; those it does not show are left out. */
  profilesOf(dids: string[]): Promise<Profile[]>
  /** How an account stands to at most 30 others, by DID; nothing of those it does not know. */
  relationshipsOf(did: string, others: string[]): Promise<Map<string, Relationship>>
  /** Accounts whose handle or name begins like the text, best first, at most ten. */
  search(text: string): Promise<Profile[]>
}

/** The AppView cannot be reached, is too slow, or answers what it should not. */
export class AppViewError extends Error {
  override name = 'AppViewError'
}

export type AppViewOptions = {
  url: string
  log: Logger
  clock?: () => number
  /** How long an answer is waited for, in milliseconds. */
  patience?: number
}

const PATIENCE = 2500
const REST = 15_000
const MOST_FOUND = 10

/**
 * After a failure nothing is asked for 15 seconds, but for handles: each may be slow for a reason of
 * its own, since it leads the AppView to a server of its owner's.
 */
export function openAppView(options: AppViewOptions): AppView {
  const { url, log, clock = Date.now, patience = PATIENCE } = options
  const agent = new Agent(url)
  const whenThere = createBreaker({
    rest: REST,
    clock,
    onOutage: (error) => log.warn({ err: error }, 'the AppView cannot be reached'),
    onReturn: () => log.info('the AppView is back'),
  })

  async function ask<Answer>(call: (signal: AbortSignal) => Promise<{ data: Answer }>) {
    try {
      return (await call(AbortSignal.timeout(patience))).data
    } catch (cause) {
      throw new AppViewError(`${url} gives no answer`, { cause })
    }
  }

  return {
    async resolveHandle(handle) {
      try {
        const { did } = await ask((signal) =>
          agent.com.atproto.identity.resolveHandle({ handle }, { signal }),
        )
        return did
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    },

    async profilesOf(actors) {
      const { profiles } = await whenThere(() =>
        ask((signal) => agent.app.bsky.actor.getProfiles({ actors }, { signal })),
      )
      return profiles.map(profileOf)
    },

    async relationshipsOf(actor, others) {
      const { relationships } = await whenThere(() =>
        ask((signal) => agent.app.bsky.graph.getRelationships({ actor, others }, { signal })).catch(
          (error: unknown) => {
            if (isNotFound(error)) return { relationships: [] }
            throw error
          },
        ),
      )
      return new Map(relationships.flatMap((view) => relationshipOf(view)))
    },

    async search(q) {
      const { actors } = await whenThere(() =>
        ask((signal) =>
          agent.app.bsky.actor.searchActorsTypeahead({ q, limit: MOST_FOUND }, { signal }),
        ),
      )
      return actors.slice(0, MOST_FOUND).map(profileOf)
    },
  }
}

/** Nothing for an actor that is not found. */
function relationshipOf(view: object): [string, Relationship][] {
  const fields: Record<string, unknown> = { ...view }
  const { did } = fields
  if (typeof did !== 'string') return []
  const has = (...names: string[]) => names.some((name) => typeof fields[name] === 'string')
  const blocked = has('blocking', 'blockedBy', 'blockingByList', 'blockedByList')
  return [[did, { following: has('following'), followedBy: has('followedBy'), blocked }]]
}

/** A handle that leads nowhere is a bad request, by whichever name (`HandleNotFound` or none). */
function isNotFound(error: unknown): boolean {
  const cause = error instanceof AppViewError ? error.cause : undefined
  return cause instanceof XRPCError && cause.status === 400
}

type View = {
  did: string
  handle: string
  displayName?: string
  avatar?: string
  labels?: Label[]
}

type Label = { src: string; val: string; neg?: boolean }

function profileOf({ did, handle, displayName, avatar, labels = [] }: View): Profile {
  const own = labels.filter((label) => isOwn(label, did)).map(({ val }) => val)
  const picture = avatarOf({ avatar: avatar ?? null })
  return {
    did,
    handle: handleOf({ handle })?.toLowerCase() ?? null,
    displayName: displayName?.trim() || null,
    avatar: picture && /^https?:/i.test(picture) ? picture : null,
    ...(own.includes('bot') && { bot: true }),
    ...(own.includes('!no-unauthenticated') && { private: true }),
  }
}

/** A label that the account gave itself (`com.atproto.label.defs#selfLabels` of its profile). */
function isOwn({ src, neg }: Label, did: string): boolean {
  return src === did && !neg
}
