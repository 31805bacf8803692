import { readHidden } from '@orrery/shared/account-status'
import type { Bucket } from '@orrery/shared/bucket'
import { isBusyAccount } from '@orrery/shared/busy-account'
import {
  isOfAccount,
  type ReceivedMember,
  readReceived,
  shardOfAccount,
} from '@orrery/shared/codec'
import type { Source } from '@orrery/shared/known-sources'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { receivedHashes } from './account-hashes.ts'
import { hashesByBucket } from './bucket-hashes.ts'
import {
  bucketsOfPage,
  type ItemReader,
  nameOf,
  type PageRequest,
  type Place,
  readPage,
} from './bucket-pages.ts'
import { bucketRegistryOf } from './bucket-registry.ts'

/** The links to an account and its records, from the sources that match. */
export type LinksToAccount = { account: number; matches: (source: Source) => boolean; span: Span }

export type PlacedLink = ReceivedMember & Place & { bucket: Bucket }

/** A page without what hidden accounts made. */
export async function pageOfReceived(
  store: Store,
  { account, matches, span }: LinksToAccount,
  request: PageRequest,
): Promise<PlacedLink[]> {
  const [all, isBusy] = await Promise.all([
    bucketRegistryOf(store).read(),
    isBusyAccount(store.redis, account),
  ])
  const reader: ItemReader<PlacedLink> = {
    read(bucket, field, value) {
      if (!isOfAccount(bucket, account, field, 1)) return undefined
      const link = readReceived(bucket, shardOfAccount(bucket, account), field, value)
      return matches(link) ? { ...link, bucket, name: nameOf(field) } : undefined
    },
    async shown(links) {
      const hidden = await readHidden(store, new Set(links.map(({ author }) => author)))
      return links.filter(({ author }) => !hidden.has(author))
    },
  }
  const buckets = bucketsOfPage(all, span, request)
  const hashes = hashesByBucket(store, buckets, receivedHashes(account, isBusy))
  return readPage(hashes, span, request, reader)
}
