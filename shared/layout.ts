import { ConfigError } from './config.ts'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/** What the store was begun with and keeps for its lifetime. */
export type Layout = { version: number; partitions: number; bucketHours: number }

/** The version of keys and members that this code reads and writes. */
export const LAYOUT_VERSION = 1

/**
 * Settles the store's layout: the first process to come writes it, the others must agree with it.
 * @throws ConfigError where the store was begun with other values or by a newer version
 */
export async function claimLayout(
  redis: Redis,
  wanted: Partial<Pick<Layout, 'partitions' | 'bucketHours'>>,
): Promise<Layout> {
  for (const [field, value] of Object.entries({ version: LAYOUT_VERSION, ...wanted })) {
    await redis.hSetNX(keys.layout, field, String(value))
  }
  const layout = await readLayout(redis)
  if (layout.version !== LAYOUT_VERSION) {
    throw new ConfigError(
      `This Redis holds layout version ${layout.version}, this program writes version ${LAYOUT_VERSION}.`,
    )
  }
  for (const field of ['partitions', 'bucketHours'] as const) {
    const value = wanted[field]
    if (value === undefined || layout[field] === value) continue
    throw new ConfigError(
      `${VARIABLES[field]}: this Redis was begun with ${layout[field]}, not ${value}; use that, or an empty Redis.`,
    )
  }
  return layout
}

const VARIABLES = { partitions: 'PARTITIONS', bucketHours: 'BUCKET_HOURS' }

/** The store's layout; what a new store would have where nobody has begun one. */
export async function readLayout(redis: Redis): Promise<Layout> {
  const stored = await redis.hGetAll(keys.layout)
  return {
    version: Number(stored.version ?? LAYOUT_VERSION),
    partitions: Number(stored.partitions ?? 4),
    bucketHours: Number(stored.bucketHours ?? 1),
  }
}
