import type { SentMember } from '@orrery/shared/codec'
import { readCids } from '@orrery/shared/record-cids'
import type { Store } from '@orrery/shared/store'
import { pathOfOld } from './link-parameters.ts'
import { targetKey, targetTexts } from './target-text.ts'

/** A record and what it links to; `cid` is null where it is not kept, all else where nothing is. */
export type RecordLinks = {
  uri: string
  cid: string | null
  /** An ISO time. */
  indexedAt: string | null
  links: { path: string; target: string }[]
}

/** What records of an account link to, in the order in which it stands in them. */
export async function linksOfRecords(
  store: Store,
  did: string,
  members: readonly SentMember[],
): Promise<RecordLinks[]> {
  const targets = members.flatMap(({ links }) => links.map(({ target }) => target))
  const [texts, cids] = await Promise.all([targetTexts(store, targets), readCids(store, members)])
  return members.map(({ collection, rkey, time, links }, index) => ({
    uri: `at://${did}/${collection}/${rkey}`,
    cid: cids[index] ?? null,
    indexedAt: new Date(time).toISOString(),
    links: links.flatMap(({ path, target }) => {
      const text = texts.get(targetKey(target))
      return text === undefined ? [] : { path: pathOfOld(path), target: text }
    }),
  }))
}
