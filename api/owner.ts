import { type AccountStatus, readHidden } from '@orrery/shared/account-status'
import type { Store } from '@orrery/shared/store'
import type { Actor } from './actor.ts'
import type { AppView } from './appview.ts'
import { resolveHandle } from './identity.ts'
import { Refusal } from './refusal.ts'
import { optedOutAmong } from './shown.ts'

/** The account that a request is about; `handle` only where the request named it by that. */
export type Owner = { did: string; handle: string | null }

type Hidden = Exclude<AccountStatus, 'active'>

const CODES: Record<Hidden, string> = {
  deactivated: 'AccountDeactivated',
  takendown: 'AccountTakedown',
  suspended: 'AccountSuspended',
  deleted: 'AccountDeleted',
  inactive: 'AccountInactive',
  optedout: 'AccountOptedOut',
}
const STATES: Record<Hidden, string> = {
  deactivated: 'is deactivated',
  takendown: 'was taken down',
  suspended: 'is suspended',
  deleted: 'was deleted',
  inactive: 'is not active',
  optedout: 'has opted out of Orrery',
}

/** @throws Refusal where a handle names nobody, or nobody can tell */
export async function ownerOf(
  store: Store,
  appView: Pick<AppView, 'resolveHandle'>,
  actor: Actor,
): Promise<Owner> {
  if (actor.kind === 'did') return { did: actor.did, handle: null }
  const { handle } = actor
  return { did: await resolveHandle(store.redis, appView, handle), handle }
}

/** @throws Refusal where the account is hidden from all answers */
export async function refuseHidden(store: Store, did: string): Promise<void> {
  const account = (await store.accounts.find([did])).get(did)
  if (account === undefined) return
  const status = (await readHidden(store, [account])).get(account)
  if (status !== undefined && status !== 'active') throw refusalOf(status)
}

/** @throws Refusal where one of the accounts has opted out, which not even its links are told of */
export async function refuseOptedOut(store: Store, accounts: Iterable<number>): Promise<void> {
  if ((await optedOutAmong(store, accounts)).size > 0) throw refusalOf('optedout')
}

function refusalOf(status: Hidden): Refusal {
  return new Refusal(404, CODES[status], `This account ${STATES[status]}.`)
}
