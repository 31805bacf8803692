import type { Standing } from './quota.ts'

/** The headers of every counted answer. */
export const QUOTA_HEADERS = [
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'RateLimit-Policy',
] as const

export type QuotaHeaders = Record<(typeof QUOTA_HEADERS)[number], string>

/** As in draft-ietf-httpapi-ratelimit-headers-06; the reset is in seconds from now. */
export function quotaHeadersOf({ limit, remaining, resetSeconds }: Standing): QuotaHeaders {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
    'RateLimit-Policy': `${limit};w=60`,
  }
}
