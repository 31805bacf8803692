import { bucketHours, logLevel, partitions, redisUrl, retentionHours } from '@orrery/shared/config'
import { z } from 'zod'

export const settings = z.object({
  REDIS_URL: redisUrl,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  LOG_LEVEL: logLevel,
})
