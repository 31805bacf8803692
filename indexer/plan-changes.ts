import type { Bucket } from '@orrery/shared/bucket'
import type { SentMember } from '@orrery/shared/codec'
import type { LinkTarget, StoredLink } from '@orrery/shared/interaction'
import { keptSince } from '@orrery/shared/store'
import type { RecordChange } from './record-change.ts'
import type { Writer } from './writer.ts'

/** A change with its accounts numbered and its place found; `bucket` is absent where nothing stays. */
export type Plan = {
  member: SentMember
  cid?: string | undefined
  replaces: boolean
  bucket: Bucket | undefined
}

/**
 * What each change means for the store. Accounts that are new get their numbers and buckets are
 * begun; changes that can change nothing are left out.
 */
export async function planChanges(
  { store, buckets }: Writer,
  changes: RecordChange[],
  now: number,
): Promise<Plan[]> {
  const oldest = keptSince(store, now)
  const staying: RecordChange[] = []
  const leaving: RecordChange[] = []
  for (const change of changes) {
    const stays = change.links.length > 0 && change.time >= oldest
    if (stays) staying.push(change)
    else if (change.replaces) leaving.push(change)
  }
  const [numbers, known] = await Promise.all([
    store.accounts.assign(accountsOf(staying)),
    store.accounts.find(leaving.map(({ did }) => did)),
    buckets.begin(staying.map(({ time }) => time)),
  ])
  const plans: Plan[] = []
  for (const change of staying) {
    const author = numbers.get(change.did)
    if (author === undefined) throw new Error(`${change.did} was given no number`)
    const links = distinctLinks(change.links, numbers)
    plans.push(planOf(change, author, links, buckets.bucketAt(change.time)))
  }
  for (const change of leaving) {
    const author = known.get(change.did)
    if (author !== undefined) plans.push(planOf(change, author, [], undefined))
  }
  return plans
}

function planOf(
  { collection, rkey, time, characters, cid, replaces }: RecordChange,
  author: number,
  links: StoredLink<number>[],
  bucket: Bucket | undefined,
): Plan {
  return { member: { author, collection, rkey, time, characters, links }, cid, replaces, bucket }
}

function* accountsOf(changes: RecordChange[]): Generator<string> {
  for (const { did, links } of changes) {
    yield did
    for (const { target } of links) if (target.kind !== 'text') yield target.account
  }
}

/** The links with numbered accounts, each (path, target) once. */
function distinctLinks(
  links: StoredLink<string>[],
  numbers: Map<string, number>,
): StoredLink<number>[] {
  const numbered = links.map(({ path, target }) => ({
    path,
    target: numberTarget(target, numbers),
  }))
  if (numbered.length === 1) return numbered
  const distinct = new Map(numbered.map((link) => [nameOf(link), link]))
  return Array.from(distinct.values())
}

function nameOf({ path, target }: StoredLink<number>): string {
  if (target.kind === 'text') return `${path} ${target.text}`
  if (target.kind === 'account') return `${path} ${target.account}`
  return `${path} ${target.account}/${target.collection}/${target.rkey}`
}

function numberTarget(
  target: LinkTarget<string>,
  numbers: Map<string, number>,
): LinkTarget<number> {
  if (target.kind === 'text') return target
  const account = numbers.get(target.account)
  if (account === undefined) throw new Error(`${target.account} was given no number`)
  return { ...target, account }
}
