import type { Backlink } from '@orrery/shared/backlink'
import { readCids } from '@orrery/shared/record-cids'
import type { Store } from '@orrery/shared/store'

/** A record that links; the last three only where they are asked for. */
export type LinkingRecord = {
  did: string
  collection: string
  rkey: string
  uri?: string
  /** Null where it is not kept. */
  cid?: string | null
  /** When its link was indexed, as an ISO time. */
  indexedAt?: string
}

/** The records of the links, in their order; undefined where an account's name is lost. */
export async function linkingRecordsOf(
  store: Store,
  collection: string,
  links: readonly Backlink[],
  hydrate: boolean,
): Promise<(LinkingRecord | undefined)[]> {
  const [dids, cids] = await Promise.all([
    store.accounts.didsOf(links.map(({ author }) => author)),
    hydrate ? readCids(store, namesOf(collection, links)) : [],
  ])
  return links.map(({ author, rkey, time }, index) => {
    const did = dids.get(author)
    if (did === undefined) return undefined
    const record = { did, collection, rkey }
    if (!hydrate) return record
    const uri = `at://${did}/${collection}/${rkey}`
    return { ...record, uri, cid: cids[index] ?? null, indexedAt: new Date(time).toISOString() }
  })
}

function namesOf(collection: string, links: readonly Backlink[]) {
  return links.map(({ author, rkey, time }) => ({ author, collection, rkey, time }))
}
