import { readFile } from 'node:fs/promises'
import { ConfigError } from '@orrery/shared/config'
import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import { wait } from '@orrery/shared/loops'
import type { OptWord } from '@orrery/shared/opt-out'
import type { Redis } from '@orrery/shared/redis'
import { type Actor, parseActor } from './actor.ts'
import type { AppView } from './appview.ts'
import { resolveHandle } from './identity.ts'
import { Refusal } from './refusal.ts'

/** Handles may come to name others, and the file may change. */
const EVERY = 600_000
const SOON = 30_000

export type OptOutListing = {
  redis: Redis
  appView: Pick<AppView, 'resolveHandle'>
  /** DIDs and handles, or the path of a file that has them. */
  setting: string
  log: Logger
}

/**
 * Tells the indexers which accounts the operator wants to be left out, and those that were listed
 * once and are not any more. Returns when the signal says so.
 */
export async function keepOptOutList(listing: OptOutListing, signal: AbortSignal): Promise<void> {
  const { setting, log } = listing
  while (!signal.aborted) {
    const isDone = await readOptOutList(setting)
      .then((actors) => writeOptOutList(listing, actors))
      .catch((err: unknown) => {
        // The list that was told last holds; the answers of the API do not hang on it.
        log.warn({ err }, 'the list of accounts to be left out cannot be told')
        return false
      })
    await wait(isDone ? EVERY : SOON, signal)
  }
}

/**
 * The accounts of a setting: DIDs and handles between commas or spaces, or a path, which has a slash,
 * of a file with one to a line and comments behind `#`.
 * @throws ConfigError where the file cannot be read or something else stands there
 */
export async function readOptOutList(setting: string): Promise<Actor[]> {
  const text = setting.includes('/') ? await readList(setting) : setting
  const words = text.replaceAll(/#.*$/gm, '').split(/[\s,]+/)
  return words.filter(Boolean).map((word) => {
    const actor = parseActor(word)
    if (actor === undefined) {
      throw new ConfigError(`OPT_OUT: expected DIDs, handles or a file of them, not ${word}.`)
    }
    return actor
  })
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`OPT_OUT: ${path} cannot be read.`, { cause })
  }
}

/** @returns false where it cannot be told yet whom a handle names; then nobody is taken off the list */
export async function writeOptOutList(
  { redis, appView, log }: OptOutListing,
  actors: readonly Actor[],
): Promise<boolean> {
  const found = await Promise.all(actors.map((actor) => didOf(redis, appView, actor)))
  const nobody = found.filter((did) => did === NOBODY).length
  if (nobody > 0) log.warn({ handles: nobody }, 'handles to be left out that name no account')
  const isWhole = found.every((did) => did !== undefined)
  const listed = new Set(found.flatMap((did) => did || []))
  const before = await redis.hGetAll(keys.optOutList)
  const changes = new Map<string, OptWord>()
  for (const did of listed) if (before[did] !== 'out') changes.set(did, 'out')
  for (const [did, word] of Object.entries(before)) {
    if (isWhole && word === 'out' && !listed.has(did)) changes.set(did, 'in')
  }
  if (changes.size > 0) await redis.hSet(keys.optOutList, Object.fromEntries(changes))
  return isWhole
}

const NOBODY = ''

/** Undefined where nobody can tell now. */
async function didOf(
  redis: Redis,
  appView: Pick<AppView, 'resolveHandle'>,
  actor: Actor,
): Promise<string | undefined> {
  if (actor.kind === 'did') return actor.did
  return resolveHandle(redis, appView, actor.handle).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    return error.status === 404 ? NOBODY : undefined
  })
}
