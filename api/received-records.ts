import { receivedField } from '@orrery/shared/codec'
import type { LinkTarget } from '@orrery/shared/interaction'
import { findRecords } from '@orrery/shared/record-lookup'
import type { Store } from '@orrery/shared/store'
import { nameOf } from './bucket-pages.ts'
import type { PlacedLink } from './received-pages.ts'
import { targetKey, targetTexts } from './target-text.ts'

/** `subject` is what the link is to, null where that is not known; `indexedAt` is an ISO time. */
export type LinkToAccount = {
  did: string
  collection: string
  rkey: string
  path: string
  subject: string | null
  indexedAt: string
}

export async function recordsOfLinks(
  store: Store,
  links: readonly PlacedLink[],
): Promise<LinkToAccount[]> {
  const [dids, targets] = await Promise.all([
    store.accounts.didsOf(links.map(({ author }) => author)),
    targetsOf(store, links),
  ])
  const texts = await targetTexts(
    store,
    targets.filter((target) => target !== undefined),
  )
  return links.flatMap(({ author, collection, rkey, path, time }, index) => {
    const did = dids.get(author)
    if (did === undefined) return []
    const target = targets[index]
    const subject = (target && texts.get(targetKey(target))) ?? null
    return { did, collection, rkey, path, subject, indexedAt: new Date(time).toISOString() }
  })
}

/** What each link is to, as its record tells; undefined where that is on its way out. */
async function targetsOf(
  store: Store,
  links: readonly PlacedLink[],
): Promise<(LinkTarget<number> | undefined)[]> {
  const buckets = new Map(links.map(({ bucket }) => [bucket.number, bucket]))
  const wanted = links.map((link) => ({ name: link, only: link.bucket }))
  const found = await findRecords(store, buckets, wanted)
  return links.map((link, index) => {
    const made = found[index]?.versions.flatMap(({ member }) => member.links) ?? []
    const same = made.find(({ path, target }) => {
      return path === link.path && nameOf(receivedField(link.bucket, target, link)) === link.name
    })
    return same?.target
  })
}
