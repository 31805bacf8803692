import type { LinkTarget } from '@orrery/shared/interaction'
import type { Store } from '@orrery/shared/store'

/** A text that no other target has. */
export function targetKey(target: LinkTarget<number>): string {
  if (target.kind === 'text') return target.text
  if (target.kind === 'account') return String(target.account)
  return `${target.account}/${target.collection}/${target.rkey}`
}

/** How the targets are written, by their keys: at-uris, DIDs, or whatever text they are. */
export async function targetTexts(
  store: Store,
  targets: readonly LinkTarget<number>[],
): Promise<Map<string, string>> {
  const accounts = targets.flatMap((target) => (target.kind === 'text' ? [] : target.account))
  const dids = await store.accounts.didsOf(accounts)
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
