import { keys, type Leased } from './keys.ts'
import type { Redis } from './redis.ts'

/**
 * Who asks for leases. A lease is the right to do some work alone, in two keys: the holder's name,
 * which expires unless renewed, and the set of those who had the lease and may still write, because
 * they neither gave it back nor were fenced off. The name is that of the holder's connections.
 */
export type Claim = { redis: Redis; name: string; milliseconds: number }

const TAKE = `
if redis.call('EXISTS', KEYS[1]) == 1 then return false end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return redis.call('SMEMBERS', KEYS[2])`

const RENEW = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
if not holder then
  local former = redis.call('SMEMBERS', KEYS[2])
  if #former ~= 1 or former[1] ~= ARGV[1] then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

const RELEASE = `
redis.call('SREM', KEYS[2], ARGV[1])
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/**
 * Takes the lease if nobody has it.
 * @returns undefined where somebody has it, else the former holders, who must be fenced off before
 * the work begins
 */
export async function takeLease(
  { redis, name, milliseconds }: Claim,
  of: Leased,
): Promise<string[] | undefined> {
  const call = { keys: keysOf(of), arguments: [name, String(milliseconds)] }
  const holders = (await redis.eval(TAKE, call)) as string[] | null
  return holders?.filter((holder) => holder !== name)
}

/** Extends a lease, also one that lapsed while nobody else took it; false where somebody did. */
export async function renewLease(
  { redis, name, milliseconds }: Claim,
  of: Leased,
): Promise<boolean> {
  const call = { keys: keysOf(of), arguments: [name, String(milliseconds)] }
  return (await redis.eval(RENEW, call)) === 1
}

/** Gives the lease back; for a holder none of whose writes is still on its way. */
export async function releaseLease({ redis, name }: Claim, of: Leased): Promise<void> {
  await redis.eval(RELEASE, { keys: keysOf(of), arguments: [name] })
}

/** Takes note that those former holders cannot write any more. */
export async function forgetHolders(redis: Redis, of: Leased, names: string[]): Promise<void> {
  await redis.sRem(keys.holders(of), names)
}

function keysOf(of: Leased): string[] {
  return [keys.lease(of), keys.holders(of)]
}
