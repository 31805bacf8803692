import { readFile } from 'node:fs/promises'
import { ConfigError } from '@orrery/shared/config'
import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import { repeat } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { MOST_DIDS, type Wanted } from './wanted.ts'

const DID = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/

/**
 * The accounts of the setting DIDS: a path, which has a slash, of a file with one to a line and comments
 * behind `#`; the word `redis` for the set `wanted-dids`; or DIDs between commas. Undefined for all.
 * @throws ConfigError where the file cannot be read or something else stands there
 */
export async function readWantedDids(
  redis: Redis,
  setting: string,
): Promise<Set<string> | undefined> {
  if (setting === '') return undefined
  if (setting === 'redis') return didsIn(await redis.sMembers(keys.wantedDids))
  const text = setting.includes('/') ? await readList(setting) : setting
  return didsIn(text.replaceAll(/#.*$/gm, '').split(/[\s,]+/))
}

function didsIn(words: string[]): Set<string> {
  const dids = words.filter(Boolean)
  const wrong = dids.find((did) => !DID.test(did))
  if (wrong === undefined) return new Set(dids)
  throw new ConfigError(`DIDS: expected DIDs, a file of them or redis, not ${wrong.slice(0, 100)}.`)
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`DIDS: ${path} cannot be read.`, { cause })
  }
}

type Keeping = { redis: Redis; setting: string; wanted: Wanted; log: Logger; everyMs: number }

/** Reads the accounts again and again, and says so where they have changed. */
export async function keepWantedDids(
  { redis, setting, wanted, log, everyMs }: Keeping,
  start: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  let known = start
  let complaint = ''
  sayHowMany(log, known)
  await repeat(
    everyMs,
    async () => {
      try {
        const dids = (await readWantedDids(redis, setting)) ?? known
        complaint = ''
        if (dids.size === known.size && known.isSubsetOf(dids)) return
        known = dids
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        // A file is bad while somebody writes it; until it is well again the last list holds.
        if (error.message !== complaint)
          log.warn({ reason: error.message }, 'DIDS stay as they were')
        complaint = error.message
        return
      }
      wanted.setDids(known)
      sayHowMany(log, known)
    },
    signal,
  )
}

function sayHowMany(log: Logger, { size }: ReadonlySet<string>) {
  if (size > 0 && size <= MOST_DIDS) return log.info({ dids: size }, 'some accounts are read')
  const why =
    size === 0 ? 'no account is wanted' : 'more accounts are wanted than a server filters by'
  log.warn({ dids: size }, `${why}: all are read, and what is not wanted is left out here`)
}
