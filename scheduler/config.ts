import {
  bucketHours,
  leaseSeconds,
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
  /** For how many days what passed between accounts is kept by the hour, and again by the day. */
  HISTORY_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  /** For how many weeks it is kept by the week. */
  HISTORY_WEEKS: z.coerce.number().int().min(1).max(1000).default(52),
  /** What the event streams may take before entries that were indexed are deleted, in bytes. */
  LIVE_REPLAY_BYTES: z.coerce.number().int().min(0).default(33_554_432),
  LEASE_SECONDS: leaseSeconds,
  LOG_LEVEL: logLevel,
})
