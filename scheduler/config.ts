import {
  bucketHours,
  logLevel,
  partitions,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { z } from 'zod'

export const settings = z.object({
  ...redisSettings,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  LOG_LEVEL: logLevel,
})
