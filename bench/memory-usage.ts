import type { Redis } from '@orrery/shared/redis'

/** What an instance of Redis takes, in bytes, as it counts itself. */
export type MemoryUse = { total: number; dataset: number }

/** `keys` and `bytes` of the keys that begin alike. */
export type FamilyUse = { keys: number; bytes: number }

const SETTLING_MILLISECONDS = 200
const SETTLED_SHARE = 0.0005
const MOST_READINGS = 50

/** The use once it stands still: tables are resized in the background for a while after a load. */
export async function settledUse(redis: Redis): Promise<MemoryUse> {
  let last = await useOf(redis)
  for (let reading = 0; reading < MOST_READINGS; reading++) {
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MILLISECONDS))
    const next = await useOf(redis)
    if (Math.abs(next.total - last.total) < last.total * SETTLED_SHARE) return next
    last = next
  }
  return last
}

async function useOf(redis: Redis): Promise<MemoryUse> {
  const info = await redis.info('memory')
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1])
  return { total: field('used_memory'), dataset: field('used_memory_dataset') }
}

const SCAN_COUNT = 2000

/**
 * Memory by family, which is the part of a key before its first colon, the most first. Every key is
 * measured whole, but for families of many small alike keys: of those each `sampled`th is.
 */
export async function familiesOf(
  redis: Redis,
  sampled: ReadonlyMap<string, number> = new Map(),
): Promise<Map<string, FamilyUse>> {
  const families = new Map<string, FamilyUse>()
  for await (const names of redis.scanIterator({ COUNT: SCAN_COUNT })) {
    await Promise.all(names.map((key) => addKey(redis, families, key, sampled)))
  }
  return new Map(Array.from(families).sort(([, a], [, b]) => b.bytes - a.bytes))
}

async function addKey(
  redis: Redis,
  families: Map<string, FamilyUse>,
  key: string,
  sampled: ReadonlyMap<string, number>,
): Promise<void> {
  const name = familyOf(key)
  const family = families.get(name) ?? { keys: 0, bytes: 0 }
  families.set(name, family)
  const each = sampled.get(name) ?? 1
  if (family.keys++ % each !== 0) return
  const bytes = await redis.memoryUsage(key, { SAMPLES: 0 })
  family.bytes += (bytes ?? 0) * each
}

/** The sets of a user are two families; the DID in their keys has two colons of its own. */
function familyOf(key: string): string {
  const parts = key.split(':')
  return parts[0] === 'user' ? `user ${parts[4]}` : (parts[0] ?? key)
}
