import { logLevel, redisUrl, retentionHours } from '@orrery/shared/config'
import { z } from 'zod'

export const settings = z.object({
  REDIS_URL: redisUrl,
  RETENTION_HOURS: retentionHours,
  LOG_LEVEL: logLevel,
})
