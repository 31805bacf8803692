import { createHash } from 'node:crypto'
import { unpackCid } from '@orrery/shared/cid'
import { linksOf } from '@orrery/shared/links-of'
import { readCids } from '@orrery/shared/record-cids'
import type { Store } from '@orrery/shared/store'
import type { NaiveRecount } from './naive-recount.ts'

type Commit = { operation: string; record?: object }

/** The event with a CID that its record determines: most are of the usual kind, some are not. */
export function withCid(event: object): object {
  const { commit } = event as { commit?: Commit }
  return commit?.record ? { ...event, commit: { ...commit, cid: wireCid(commit.record) } } : event
}

function wireCid(record: object): string | number | undefined {
  const hash = createHash('sha256').update(JSON.stringify(record)).digest()
  const usual = unpackCid(hash)
  const kinds = [`bafkrei${usual.slice(7)}`, usual.slice(0, 32), 'no CID', 7, undefined]
  return hash[0] !== undefined && hash[0] % 2 === 0 ? kinds[(hash[1] ?? 0) % kinds.length] : usual
}

function keptCid(record: object): string | null {
  const cid = wireCid(record)
  return typeof cid === 'string' && !cid.includes(' ') ? cid : null
}

/** A sentence for each record since some time whose CID is not kept as it was told. */
export async function cidFaults(
  store: Store,
  naive: NaiveRecount,
  since: number,
): Promise<string[]> {
  const kept = Array.from(naive.records).filter(([, { record, time }]) => {
    return time >= since && linksOf(record).links.length > 0
  })
  const accounts = await store.accounts.find(kept.map(([, { did }]) => did))
  const names = kept.map(([name, { did, collection, time }]) => {
    const rkey = name.split(' ')[2] ?? ''
    return { author: accounts.get(did) ?? -1, collection, rkey, time }
  })
  const cids = await readCids(store, names)
  return kept.flatMap(([name, { record }], index) => {
    const expected = keptCid(record)
    return cids[index] === expected ? [] : [`${name} has ${cids[index]}, not ${expected}`]
  })
}
