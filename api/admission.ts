import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { callerAddressOf, isLoopback } from './caller-address.ts'
import { type ApiKey, isKeyText } from './keys.ts'
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

export type Admission = {
  /** The key that the request came with; 'unsure' as `ReadKey` has it. */
  key: ApiKey | 'unsure' | undefined
  /** What is left of the caller's quota, where one was charged. */
  standing: Standing | undefined
  /** Why the request is not to be answered. */
  refusal: Refusal | undefined
}

/** The headers that bring a key. */
export const KEY_HEADERS = ['X-API-Key', 'Authorization']

/** Charges who sent the request for it, and says whether they are to be answered. */
export async function admit(
  limits: RequestLimits,
  request: IncomingMessage,
  cost: number,
): Promise<Admission> {
  const text = keyTextOf(request)
  const key = text === undefined ? undefined : await limits.readKey(text)
  const caller = callerOf(request, key, limits)
  const standing =
    caller && cost > 0 ? await limits.take(caller.name, caller.quota, cost) : undefined
  // Counted first, so that whoever tries texts for keys has a quota too.
  const isUnknown = text !== undefined && key === undefined
  const unknown = isUnknown ? unknownKey() : undefined
  return { key, standing, refusal: standing?.refused ? tooMany(standing, key) : unknown }
}

/** What a quota is counted for, and how much it is; undefined for who has none. */
function callerOf(
  request: IncomingMessage,
  key: Admission['key'],
  limits: RequestLimits,
): { name: string; quota: number } | undefined {
  if (key === 'unsure') return undefined
  const quota = key ? (key.quota ?? limits.quotas.key) : limits.quotas.address
  if (quota === 0) return undefined
  if (key) return { name: `key:${key.id}`, quota }
  const address = addressOf(request, limits.addressHeader)
  if (address === LOCAL && !limits.limitLoopback) return undefined
  return { name: `address:${pseudonymOf(address)}`, quota }
}

const LOCAL = 'local'

/** Nearest to us in a list of addresses stands who asked our proxy; what is before it anyone can say. */
function addressOf(request: IncomingMessage, header: string | undefined): string {
  const said = header ? headerOf(request, header)?.split(',').at(-1) : undefined
  if (said) return callerAddressOf(said) ?? 'unknown'
  const address = callerAddressOf(request.socket.remoteAddress ?? '') ?? 'unknown'
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
function keyTextOf(request: IncomingMessage): string | undefined {
  const own = headerOf(request, 'X-API-Key')
  if (own !== undefined) return own
  const [, token] = /^Bearer +(\S+)$/i.exec(headerOf(request, 'Authorization') ?? '') ?? []
  return token !== undefined && isKeyText(token) ? token : undefined
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(',') : value
}

function tooMany({ resetSeconds }: Standing, key: Admission['key']): Refusal {
  const instead = key ? '' : ', or with a key'
  const message = `The quota of this minute is used up; ask again in ${resetSeconds} seconds${instead}.`
  return new Refusal(429, 'RateLimitExceeded', message, resetSeconds)
}

function unknownKey(): Refusal {
  return new Refusal(401, 'InvalidKey', 'This key is not known, or was revoked.')
}
