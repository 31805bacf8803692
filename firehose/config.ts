import { collectionsSetting } from '@orrery/shared/collection-filter'
import { partitions, redisSettings } from '@orrery/shared/config'
import { metricsSettings } from '@orrery/shared/prometheus'
import { z } from 'zod'

const MIB = 1024 * 1024
/** The most collections and prefixes that a Jetstream server takes. */
const MOST_COLLECTIONS = 100

/** The firehose's settings; .env.example says what each is for. */
export const settings = z.object({
  ...redisSettings,
  ...metricsSettings,
  PARTITIONS: partitions,
  JETSTREAM_URL: z
    .url({ protocol: /^wss?$/, error: 'expected a ws:// or wss:// address' })
    .default('wss://jetstream1.us-east.bsky.network/subscribe'),
  COLLECTIONS: collectionsSetting(MOST_COLLECTIONS),
  REPLAY_HOURS: z.coerce.number().min(0).max(1_000_000).default(24),
  REWIND_SECONDS: z.coerce.number().min(0).max(86_400).default(3),
  IDLE_SECONDS: z.coerce.number().positive().max(86_400).default(30),
  BATCH_EVENTS: z.coerce.number().int().min(1).max(10_000).default(100),
  BATCH_WAIT_MS: z.coerce.number().int().min(1).max(10_000).default(20),
  MAX_PENDING_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(32 * MIB),
  MAX_STREAM_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(128 * MIB),
})
