import { ConfigError } from './config.ts'
import { keys } from './keys.ts'
import type { Logger } from './logging.ts'
import { wait } from './loops.ts'
import type { Redis } from './redis.ts'

/** What the store was begun with and keeps for its lifetime. */
export type Layout = {
  version: number
  partitions: number
  bucketHours: number
  /** The version that all of it still has, while it is brought up to `version`. */
  migratingFrom?: number
}

/** The version of keys and members that this code reads and writes. */
export const LAYOUT_VERSION = 1

/** The oldest version that the scheduler can bring up to date (scheduler/migrations.ts). */
export const OLDEST_LAYOUT = 1

type Waiting = { log?: Logger | undefined; signal?: AbortSignal | undefined }

/**
 * Settles the store's layout: the first process to come writes it, the others must agree with it.
 * Waits while the store is of an older version, until the scheduler has brought it up to date.
 * @throws ConfigError where the store was begun with other values or by a newer version; the signal's
 * reason where it ends the wait
 */
export async function claimLayout(
  redis: Redis,
  wanted: Partial<Pick<Layout, 'partitions' | 'bucketHours'>>,
  waiting: Waiting = {},
): Promise<Layout> {
  for (const [field, value] of Object.entries({ version: LAYOUT_VERSION, ...wanted })) {
    await redis.hSetNX(keys.layout, field, String(value))
  }
  const layout = await untilCurrent(redis, waiting)
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
const PAUSE = 250

async function untilCurrent(redis: Redis, { log, signal }: Waiting): Promise<Layout> {
  for (let told = false; ; told = true) {
    const layout = await readLayout(redis)
    refuseForeign(layout)
    if (isCurrent(layout)) return layout
    if (!told) log?.info('waiting for the scheduler to bring the store up to date')
    await wait(PAUSE, signal ?? new AbortController().signal)
    signal?.throwIfAborted()
  }
}

/**
 * @throws ConfigError where the store is of a version that this program can neither use nor bring up
 * to date
 */
export function refuseForeign({ version, migratingFrom = version }: Layout): void {
  if (version > LAYOUT_VERSION) {
    throw new ConfigError(
      `This Redis holds layout version ${version}, and this program knows versions up to ${LAYOUT_VERSION}: run a newer program, or restore a backup of before.`,
    )
  }
  if (migratingFrom < OLDEST_LAYOUT) {
    throw new ConfigError(
      `This Redis holds layout version ${migratingFrom}, and this program brings versions from ${OLDEST_LAYOUT} on up to date: run one in between first, or use an empty Redis.`,
    )
  }
}

/** Whether the store is as this program reads and writes it. */
export function isCurrent({ version, migratingFrom }: Layout): boolean {
  return version === LAYOUT_VERSION && migratingFrom === undefined
}

/** The store's layout; what a new store would have where nobody has begun one. */
export async function readLayout(redis: Redis): Promise<Layout> {
  const { version, partitions, bucketHours, migratingFrom } = await redis.hGetAll(keys.layout)
  return {
    version: Number(version ?? LAYOUT_VERSION),
    partitions: Number(partitions ?? 4),
    bucketHours: Number(bucketHours ?? 1),
    ...(migratingFrom !== undefined && { migratingFrom: Number(migratingFrom) }),
  }
}
