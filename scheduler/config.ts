import {
  bucketHours,
  historyDays,
  historyWeeks,
  host,
  leaseSeconds,
  logLevel,
  partitions,
  port,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { z } from 'zod'

export const settings = z.object({
  ...redisSettings,
  PARTITIONS: partitions,
  RETENTION_HOURS: retentionHours,
  BUCKET_HOURS: bucketHours,
  HISTORY_DAYS: historyDays,
  HISTORY_WEEKS: historyWeeks,
  /** What the event streams may take before entries that were indexed are deleted, in bytes. */
  LIVE_REPLAY_BYTES: z.coerce.number().int().min(0).default(33_554_432),
  LEASE_SECONDS: leaseSeconds,
  HOST: host,
  /** Where Prometheus finds metrics of the jobs; 0 for nowhere. */
  METRICS_PORT: port.default(0),
  LOG_LEVEL: logLevel,
})
