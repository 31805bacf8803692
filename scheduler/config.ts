import {
  bucketHours,
  historyDays,
  historyWeeks,
  leaseSeconds,
  logLevel,
  partitions,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { metricsSettings } from '@orrery/shared/prometheus'
import { z } from 'zod'

export const settings = z.object({
  ...redisSettings,
  ...metricsSettings,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  HISTORY_DAYS: historyDays,
  HISTORY_WEEKS: historyWeeks,
  /** What the event streams may take before entries that were indexed are deleted, in bytes. */
  LIVE_REPLAY_BYTES: z.coerce.number().int().min(0).default(33_554_432),
  LEASE_SECONDS: leaseSeconds,
  LOG_LEVEL: logLevel,
})
