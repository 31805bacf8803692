import type { LinkTarget } from '@orrery/shared/interaction'
import type { Store } from '@orrery/shared/store'
import { optedOutAmong } from './shown.ts'

/** A text that no other target has. */
export function targetKey(target: LinkTarget<number>): string {
  if (target.kind === 'text') return target.text
  if (target.kind === 'account') return String(target.account)
  return `${target.account}/${target.collection}/${target.rkey}`
}

/** The account of a target, for `flatMap`: a text has none. */
export function accountOf(target: LinkTarget<number>): number | [] {
  return target.kind === 'text' ? [] : target.account
}

/**
 * How the targets are written, by their keys: at-uris, DIDs, or whatever text they are. Those of
 * accounts that have opted out are not written at all.
 */
export async function targetTexts(
  store: Store,
  targets: readonly LinkTarget<number>[],
): Promise<Map<string, string>> {
  const accounts = targets.flatMap(accountOf)
  const [dids, optedOut] = await Promise.all([
    store.accounts.didsOf(accounts),
    optedOutAmong(store, accounts),
  ])
  for (const account of optedOut) dids.delete(account)
  const texts = targets.flatMap((target): [string, string][] => {
    const text = textOf(target, dids)
    return text === undefined ? [] : [[targetKey(target), text]]
  })
  return new Map(texts)
}

function textOf(target: LinkTarget<number>, dids: Map<number, string>): string | undefined {
  if (target.kind === 'text') return target.text
  const did = dids.get(target.account)
  if (did === undefined || target.kind === 'account') return did
  return `at://${did}/${target.collection}/${target.rkey}`
}
