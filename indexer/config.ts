import { collectionsSetting } from '@orrery/shared/collection-filter'
import {
  bucketHours,
  logLevel,
  partitions,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { z } from 'zod'

export const schema = z.object({
  ...redisSettings,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  LINK_COLLECTIONS: collectionsSetting(),
  STORE_CIDS: z.stringbool().default(false),
  /** How long a partition stays with a process that is gone, in seconds. */
  LEASE_SECONDS: z.coerce.number().min(1).max(300).default(5),
  LOG_LEVEL: logLevel,
})
