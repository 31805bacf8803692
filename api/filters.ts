import { z } from 'zod'
import type { Sources } from './answers.ts'
import { AppViewError } from './appview.ts'
import { upstreamUnavailable } from './refusal.ts'
import { type Relationship, readRelationships } from './relationships.ts'

const FOLLOWS = ['mutuals', 'following', 'followers', 'strangers'] as const

/** Whose partners are wanted, seen from the account: mutuals are also among the two that follow. */
export type Follow = (typeof FOLLOWS)[number]

const yes = z
  .enum(['true', 'false'], 'expected true or false')
  .default('true')
  .transform((word) => word === 'true')

/** Whether bots and people who are blocked, in either direction, are wanted, and who else. */
export const filterFields = {
  bots: yes.meta({
    description: 'Whether accounts that label themselves `bot` are among them.',
  }),
  blocked: yes.meta({
    description: 'Whether people are whom the account blocks, or who block it.',
  }),
  follow: z
    .enum(FOLLOWS, `expected ${FOLLOWS.join(', ')}`)
    .optional()
    .meta({
      description:
        'Only people who follow each other with the account, whom it follows, who follow it, or ' +
        'neither.',
    }),
}

export type Filters = { bots: boolean; blocked: boolean; follow?: Follow | undefined }

/** Those of some accounts that are filtered out. */
export type FilterOut = (dids: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * Undefined where everybody is wanted. What was found out is remembered for as long as the filter.
 * The filter throws a Refusal where the AppView is needed and cannot be reached.
 */
export function filterOf(
  sources: Pick<Sources, 'stored' | 'appView' | 'readProfiles'>,
  owner: string,
  { bots, blocked, follow }: Filters,
): FilterOut | undefined {
  if (bots && blocked && follow === undefined) return undefined
  const { stored, appView, readProfiles } = sources
  const known = new Map<string, boolean>()

  async function areBots(dids: string[]): Promise<boolean[]> {
    if (bots) return dids.map(() => false)
    const profiles = await readProfiles(stored, dids)
    if (dids.some((did) => !profiles.has(did))) throw upstreamUnavailable(INSTEAD)
    return dids.map((did) => profiles.get(did)?.bot === true)
  }

  async function areUnwanted(dids: string[]): Promise<boolean[]> {
    if (blocked && follow === undefined) return dids.map(() => false)
    const { redis } = stored.store
    const found = await readRelationships(redis, appView, owner, dids).catch((error: unknown) => {
      if (error instanceof AppViewError) throw upstreamUnavailable(INSTEAD)
      throw error
    })
    return dids.map((did) => {
      const relationship = found.get(did)
      if (relationship === undefined) return true
      if (relationship.blocked && !blocked) return true
      return follow !== undefined && !IS[follow](relationship)
    })
  }

  return async (dids) => {
    const missing = dids.filter((did) => !known.has(did))
    const reasons = await Promise.all([areBots(missing), areUnwanted(missing)])
    for (const [index, did] of missing.entries()) {
      known.set(
        did,
        reasons.some((reason) => reason[index] === true),
      )
    }
    return new Set(dids.filter((did) => known.get(did)))
  }
}

const INSTEAD = 'without filters it works'

const IS: Record<Follow, (relationship: Relationship) => boolean> = {
  mutuals: ({ following, followedBy }) => following && followedBy,
  following: ({ following }) => following,
  followers: ({ followedBy }) => followedBy,
  strangers: ({ following, followedBy }) => !following && !followedBy,
}

/** More are not asked about for one list, however few of them pass. */
const MOST_ASKED = 600
/** As many as are asked about in one question anyway. */
const LEAST_ASKED = 30

/**
 * The first of an ordered list that pass, as many as are wanted or there are among its first 600. No
 * more are looked at than it takes.
 * @param firstOf gives so many from the beginning of the list, in order
 */
export async function firstPassing(
  filterOut: FilterOut,
  wanted: number,
  firstOf: (count: number) => Promise<string[]>,
): Promise<ReadonlySet<string>> {
  const passing = new Set<string>()
  for (let asked = 0; passing.size < wanted && asked < MOST_ASKED; ) {
    const missing = wanted - passing.size
    const count = Math.min(
      asked === 0 ? missing : Math.max(missing, LEAST_ASKED),
      MOST_ASKED - asked,
    )
    const next = (await firstOf(asked + count)).slice(asked)
    if (next.length === 0) break
    const out = await filterOut(next)
    const through = next.filter((did) => !out.has(did)).slice(0, missing)
    for (const did of through) passing.add(did)
    asked += next.length
  }
  return passing
}
