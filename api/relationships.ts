import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { AppView } from './appview.ts'

/** How an account stands to another: whether it follows it, is followed by it, or either blocks. */
export type Relationship = { following: boolean; followedBy: boolean; blocked: boolean }

const IN_ONE_QUESTION = 30
const KEPT_SECONDS = 3600

/**
 * How an account stands to some others, by DID; from the cache and, for the rest, from the AppView.
 * What was learnt of an account is kept for an hour from the first of it on.
 * @throws AppViewError where the AppView is needed and cannot be reached
 */
export async function readRelationships(
  redis: Redis,
  appView: Pick<AppView, 'relationshipsOf'>,
  did: string,
  others: readonly string[],
): Promise<Map<string, Relationship>> {
  if (others.length === 0) return new Map()
  const cached = await redis.hmGet(keys.relationships(did), [...others])
  const known = new Map(
    others.flatMap((other, index): [string, Relationship][] => {
      const code = cached[index]
      return code ? [[other, relationshipIn(code)]] : []
    }),
  )
  const missing = others.filter((other) => !known.has(other))
  const groups = Array.from({ length: Math.ceil(missing.length / IN_ONE_QUESTION) }, (_, group) =>
    missing.slice(group * IN_ONE_QUESTION, (group + 1) * IN_ONE_QUESTION),
  )
  const learnt = await Promise.all(groups.map((group) => appView.relationshipsOf(did, group)))
  const found = new Map(missing.map((other) => [other, NONE]))
  for (const [other, relationship] of learnt.flatMap((each) => [...each])) {
    found.set(other, relationship)
  }
  if (found.size > 0) await remember(redis, did, found)
  return new Map([...known, ...found])
}

const NONE: Relationship = { following: false, followedBy: false, blocked: false }

async function remember(redis: Redis, did: string, found: Map<string, Relationship>) {
  const key = keys.relationships(did)
  const codes = Array.from(found, ([other, relationship]) => [other, codeOf(relationship)] as const)
  const writing = redis.multi().hSet(key, Object.fromEntries(codes)).expire(key, KEPT_SECONDS, 'NX')
  // A full Redis refuses it; then it is asked for again.
  await writing.exec().catch(() => {})
}

function codeOf({ following, followedBy, blocked }: Relationship): string {
  return `${Number(following)}${Number(followedBy)}${Number(blocked)}`
}

function relationshipIn(code: string): Relationship {
  const [following, followedBy, blocked] = Array.from(code, (digit) => digit === '1')
  return {
    following: following ?? false,
    followedBy: followedBy ?? false,
    blocked: blocked ?? false,
  }
}
