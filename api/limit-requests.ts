import { createHash } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { costOf } from './call-costs.ts'
import { callerAddressOf, isLoopback } from './caller-address.ts'
import type { ApiKey } from './keys.ts'
import { isKeyText } from './keys.ts'
import type { ReadKey } from './known-keys.ts'
import type { Standing, TakeFromQuota } from './quota.ts'
import { Refusal } from './refusal.ts'

export type RequestLimits = {
  readKey: ReadKey
  take: TakeFromQuota
  /** What may be asked in a minute from one address, and with a key that has no quota of its own. */
  quotas: { address: number; key: number }
  /** The header in which a proxy says who asks; without one it is the address of the connection. */
  addressHeader?: string | undefined
  /** Whether callers on this machine, such as the site's server, have a quota as well. */
  limitLoopback?: boolean
}

/** The headers of every counted answer, and those that bring a key. */
export const QUOTA_HEADERS = [
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'RateLimit-Policy',
]
export const KEY_HEADERS = ['X-API-Key', 'Authorization']

/** The key that a request came with is `ctx.state.apiKey`; it is 'unsure' as `ReadKey` has it. */
export function limitRequests(limits: RequestLimits): Middleware {
  return async (ctx, next) => {
    const text = keyTextOf(ctx)
    const key = text === undefined ? undefined : await limits.readKey(text)
    ctx.state.apiKey = key
    const caller = callerOf(ctx, key, limits)
    const cost = ctx.method === 'OPTIONS' ? 0 : costOf(ctx.path)
    if (caller !== undefined && cost > 0) {
      const standing = await limits.take(caller.name, caller.quota, cost)
      tell(ctx, standing)
      if (standing.refused) throw tooMany(standing, key)
    }
    // Counted first, so that whoever tries texts for keys has a quota too.
    if (text !== undefined && key === undefined) throw unknownKey()
    await next()
  }
}

/** What a quota is counted for, and how much it is; undefined for who has none. */
function callerOf(
  ctx: Context,
  key: ApiKey | 'unsure' | undefined,
  limits: RequestLimits,
): { name: string; quota: number } | undefined {
  if (key === 'unsure') return undefined
  const quota = key ? (key.quota ?? limits.quotas.key) : limits.quotas.address
  if (quota === 0) return undefined
  if (key) return { name: `key:${key.id}`, quota }
  const address = addressOf(ctx, limits.addressHeader)
  if (address === LOCAL && !limits.limitLoopback) return undefined
  return { name: `address:${pseudonymOf(address)}`, quota }
}

const LOCAL = 'local'

/** Nearest to us in a list of addresses stands who asked our proxy; what is before it anyone can say. */
function addressOf(ctx: Context, header: string | undefined): string {
  const said = header ? ctx.get(header).split(',').at(-1) : undefined
  if (said) return callerAddressOf(said) ?? 'unknown'
  const address = callerAddressOf(ctx.socket.remoteAddress ?? '') ?? 'unknown'
  return isLoopback(address) ? LOCAL : address
}

/** Redis, its file and its backups need not hold who asked. */
function pseudonymOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url').slice(0, 16)
}

/**
 * What a request gives out for its key. A bearer token of another kind is none: the network's servers
 * send one with every call that they pass on.
 */
function keyTextOf(ctx: Context): string | undefined {
  if (ctx.headers['x-api-key'] !== undefined) return ctx.get('X-API-Key')
  const [, token] = /^Bearer +(\S+)$/i.exec(ctx.get('Authorization')) ?? []
  return token !== undefined && isKeyText(token) ? token : undefined
}

/** As in draft-ietf-httpapi-ratelimit-headers-06; the reset is in seconds from now. */
function tell(ctx: Context, { limit, remaining, resetSeconds }: Standing): void {
  ctx.set({
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
    'RateLimit-Policy': `${limit};w=60`,
  })
}

function tooMany({ resetSeconds }: Standing, key: ApiKey | 'unsure' | undefined): Refusal {
  const instead = key ? '' : ', or with a key'
  const message = `The quota of this minute is used up; ask again in ${resetSeconds} seconds${instead}.`
  return new Refusal(429, 'RateLimitExceeded', message, resetSeconds)
}

function unknownKey(): Refusal {
  return new Refusal(401, 'InvalidKey', 'This key is not known, or was revoked.')
}
