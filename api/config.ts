import {
  historyDays,
  historyWeeks,
  host,
  logLevel,
  port,
  redisSettings,
  retentionHours,
} from '@orrery/shared/config'
import { metricsSettings } from '@orrery/shared/prometheus'
import { z } from 'zod'
import { parseAvatarHosts } from './avatar-hosts.ts'
import { read } from './parameters.ts'

const domain = z.hostname('expected a domain').optional()

const website = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })

const avatarHosts = read(
  'hosts, such as cdn.example, or origins, such as http://127.0.0.1:6010, with commas between them',
  parseAvatarHosts,
)

const quota = z.coerce.number().int().min(0)

/** The API's settings; .env.example says what each is for. */
export const settings = z.object({
  ...redisSettings,
  ...metricsSettings,
  HOST: host,
  PORT: port.default(3001),
  APPVIEW_URL: website.default('https://public.api.bsky.app'),
  SITE_URL: website.default('http://127.0.0.1:3000'),
  API_DID_WEB: domain,
  AVATAR_HOSTS: avatarHosts.prefault('cdn.bsky.app'),
  AVATAR_CACHE_BYTES: z.coerce.number().int().min(0).default(67_108_864),
  /** How many links of the last minutes are remembered, to tell them again. */
  LIVE_LINKS: z.coerce.number().int().min(1000).default(200_000),
  /** How many may be told at once as things come. */
  LIVE_SUBSCRIBERS: z.coerce.number().int().min(0).default(12_000),
  ANONYMOUS_QUOTA: quota.default(600),
  KEY_QUOTA: quota.default(6000),
  QUOTA_LOOPBACK: z.stringbool().default(false),
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .optional(),
  RETENTION_HOURS: retentionHours,
  HISTORY_DAYS: historyDays,
  HISTORY_WEEKS: historyWeeks,
  STORE_CIDS: z.stringbool().default(false),
  OPT_OUT: z.string().default(''),
  CONTACT: z.string().optional(),
  LOG_LEVEL: logLevel,
})
