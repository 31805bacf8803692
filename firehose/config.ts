import { collectionsSetting } from '@orrery/shared/collection-filter'
import { partitions, redisSettings } from '@orrery/shared/config'
import { metricsSettings } from '@orrery/shared/prometheus'
import { z } from 'zod'
import { WIRES } from './feed.ts'

const MIB = 1024 * 1024
/** The most collections and prefixes that a Jetstream server takes. */
const MOST_COLLECTIONS = 100

const address = z.url({ protocol: /^wss?$/, error: 'expected ws:// or wss:// addresses' })

const language = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/, 'expected codes of languages such as en, or und for posts that tell none')

function listSetting(fallback: string) {
  return z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    )
}

/** The firehose's settings; .env.example says what each is for. */
export const settings = z.object({
  ...redisSettings,
  ...metricsSettings,
  PARTITIONS: partitions,
  JETSTREAM_URL: listSetting('wss://jetstream1.us-east.bsky.network/subscribe').pipe(
    z.tuple([address], address),
  ),
  JETSTREAM_WIRE: z.enum(WIRES).optional(),
  JETSTREAM_ZSTD: z.stringbool().default(true),
  ZSTD_DICTIONARY: z.string().optional(),
  COLLECTIONS: collectionsSetting(MOST_COLLECTIONS),
  DIDS: z.string().default(''),
  LANGUAGES: listSetting('').pipe(z.array(language)),
  REPLAY_HOURS: z.coerce.number().min(0).max(1_000_000).default(24),
  REWIND_SECONDS: z.coerce.number().min(0).max(86_400).default(3),
  MOVE_REWIND_SECONDS: z.coerce.number().min(0).max(86_400).default(300),
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
