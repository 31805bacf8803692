import { collectionsSetting } from '@orrery/shared/collection-filter'
import {
  bucketHours,
  leaseSeconds,
  logLevel,
  partitions,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { metricsSettings } from '@orrery/shared/prometheus'
import { z } from 'zod'

export const schema = z.object({
  ...redisSettings,
  ...metricsSettings,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  LINK_COLLECTIONS: collectionsSetting(),
  STORE_CIDS: z.stringbool().default(false),
  LEASE_SECONDS: leaseSeconds,
  LOG_LEVEL: logLevel,
})
