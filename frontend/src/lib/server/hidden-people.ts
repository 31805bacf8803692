import { findAccounts } from './accounts.ts'

/** The DIDs of accounts that are left out, and what names nobody. */
export type HiddenPeople = { dids: string[]; unknown: string[] }

/** Finds out who is meant by DIDs and handles. */
export async function findHidden(actors: readonly string[]): Promise<HiddenPeople> {
  const found = await Promise.all(actors.map(didOf))
  return {
    dids: found.flatMap((did) => did ?? []),
    unknown: actors.filter((_, index) => found[index] === undefined),
  }
}

async function didOf(actor: string): Promise<string | undefined> {
  if (actor.startsWith('did:')) return actor
  const handle = actor.toLowerCase()
  return (await findAccounts(handle)).find((found) => found.handle?.toLowerCase() === handle)?.did
}
