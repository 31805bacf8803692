import type { Profile } from '@orrery/shared/circle'
import { beginningsLike, byNearnessTo } from '#lib/similar-handles.ts'
import { findAccounts } from './accounts.ts'

const MOST = 5

/** Accounts whose handles are nearest to one that nobody has; none where nobody can tell. */
export async function findSimilar(handle: string): Promise<Profile[]> {
  const found = await Promise.all(
    beginningsLike(handle).map((text) => findAccounts(text).catch(() => [])),
  )
  const accounts = new Map(found.flat().map((account) => [account.did, account]))
  const byNearness = byNearnessTo(handle)
  return [...accounts.values()]
    .filter((account) => account.handle !== null)
    .sort((one, other) => byNearness(one.handle ?? '', other.handle ?? ''))
    .slice(0, MOST)
}
