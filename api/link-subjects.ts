import { readHidden } from '@orrery/shared/account-status'
import { parseAtUri } from '@orrery/shared/at-uri'
import type { LinkTarget } from '@orrery/shared/interaction'
import { type Target, targetOf } from '@orrery/shared/link-target'
import type { Store } from '@orrery/shared/store'
import { storedTarget } from '@orrery/shared/stored-target'
import { parseActor } from './actor.ts'
import type { AppView } from './appview.ts'
import { resolveHandle } from './identity.ts'
import { refuseOptedOut } from './owner.ts'
import { Refusal } from './refusal.ts'
import { optedOutAmong } from './shown.ts'
import { accountOf, targetKey } from './target-text.ts'

/** Where answers about links come from. */
export type LinkSources = {
  store: Store
  appView: Pick<AppView, 'resolveHandle'>
  now: number
}

/**
 * What the store knows a subject as.
 * @throws Refusal where nobody can tell whom a handle names, or where the account has opted out
 */
export async function findSubject(
  from: LinkSources,
  subject: string,
): Promise<LinkTarget<number>[]> {
  const targets = await findMeant(from, [subject])
  await refuseOptedOut(from.store, targets.flatMap(accountOf))
  return targets
}

/**
 * What the store knows other subjects as, without those whose account has opted out.
 * @throws Refusal where nobody can tell whom a handle names
 */
export async function findTargets(
  from: LinkSources,
  subjects: readonly string[],
): Promise<LinkTarget<number>[]> {
  const targets = await findMeant(from, subjects)
  const optedOut = await optedOutAmong(from.store, targets.flatMap(accountOf))
  return targets.filter((target) => target.kind === 'text' || !optedOut.has(target.account))
}

/**
 * What the store knows the subjects as, in whatever spelling: nothing where it never met them. A
 * handle stands for its account; an at-uri with a handle for what is written and, where it can be told
 * whom that names, for the same of that account.
 */
async function findMeant(
  from: LinkSources,
  subjects: readonly string[],
): Promise<LinkTarget<number>[]> {
  const meant = await Promise.all(subjects.map((subject) => targetsMeant(from, subject)))
  const targets = meant.flat().map(storedTarget)
  const dids = targets.flatMap((target) => (target.kind === 'text' ? [] : target.account))
  const accounts = await from.store.accounts.find(dids)
  const found = targets.flatMap((target): LinkTarget<number>[] => {
    if (target.kind === 'text') return [target]
    const account = accounts.get(target.account)
    return account === undefined ? [] : [{ ...target, account }]
  })
  return [...new Map(found.map((target) => [targetKey(target), target])).values()]
}

/** The accounts of those DIDs that any list may show; undefined where none is named at all. */
export async function findAuthors(
  store: Store,
  dids: readonly string[] | undefined,
): Promise<ReadonlySet<number> | undefined> {
  if (dids === undefined) return undefined
  const accounts = [...(await store.accounts.find(dids)).values()]
  const hidden = await readHidden(store, accounts)
  return new Set(accounts.filter((account) => !hidden.has(account)))
}

async function targetsMeant(from: LinkSources, subject: string): Promise<Target[]> {
  const target = targetOf(subject)
  if (target === undefined) {
    const did = await didNamed(from, subject)
    return did === undefined ? [] : [{ kind: 'did', text: did }]
  }
  const authority = target.kind === 'at-uri' && parseAtUri(target.text)?.authority
  if (!authority) return [target]
  // What is written is a target of its own, and all that other indexes look for.
  const did = await didNamed(from, authority).catch(ifRefused(503))
  const resolved = did && targetOf(target.text.replace(authority, did))
  return resolved ? [target, resolved] : [target]
}

/** The account that a handle names, where the text is a handle and names one. */
async function didNamed(
  { store, appView }: LinkSources,
  text: string,
): Promise<string | undefined> {
  const actor = parseActor(text)
  if (actor?.kind !== 'handle') return undefined
  return resolveHandle(store.redis, appView, actor.handle).catch(ifRefused(404))
}

/** Undefined in place of a refusal of that status. */
function ifRefused(status: number) {
  return (error: unknown): undefined => {
    if (!(error instanceof Refusal) || error.status !== status) throw error
  }
}
