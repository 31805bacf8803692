import { fenceOff } from '@orrery/shared/fence'
import { keys } from '@orrery/shared/keys'
import { isCurrent, LAYOUT_VERSION, readLayout, refuseForeign } from '@orrery/shared/layout'
import { forgetHolders } from '@orrery/shared/lease'
import type { Logger } from '@orrery/shared/logging'
import { wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { holdLease, type LeaseOptions } from './lease.ts'
import { MIGRATIONS, type Migration } from './migrations.ts'

type Migrating = {
  redis: Redis
  log: Logger
  version?: number
  migrations?: Migration[]
}

const PAUSE = 250

/**
 * Brings an older store up to date, one scheduler alone; returns at once where nothing is to be done.
 * @throws ConfigError where the store is of a version that nothing leads from
 */
export async function bringUpToDate(holding: LeaseOptions, signal: AbortSignal): Promise<void> {
  const { redis, log } = holding
  const layout = await readLayout(redis)
  refuseForeign(layout)
  if (isCurrent(layout)) return
  await holdLease(holding, (lease) => migrate({ redis, log }, lease.signal), signal)
}

/**
 * Brings an older store up to date; for who has the scheduler's lease. The store is first marked as
 * one of the new version, so that no older program begins to write to it; then those that still do
 * are waited for, and what is left of them is fenced off. Where this was cut short, the next one goes
 * on with the step that was not finished.
 */
export async function migrate(
  { redis, log, version = LAYOUT_VERSION, migrations = MIGRATIONS }: Migrating,
  signal: AbortSignal,
): Promise<void> {
  if ((await redis.exists(keys.layout)) === 0) return
  const layout = await readLayout(redis)
  if (layout.version === version && layout.migratingFrom === undefined) return
  const from = layout.migratingFrom ?? layout.version
  await redis
    .multi()
    .hSet(keys.layout, 'version', version)
    .hSet(keys.layout, 'migratingFrom', from)
    .exec()
  await endIndexers(redis, layout.partitions, log, signal)
  for (const { to, run } of migrations.filter(({ to }) => to > from && to <= version)) {
    if (signal.aborted) return
    log.info({ to }, 'bringing the store up to date')
    await run(redis, signal)
    if (signal.aborted) return
    await redis.hSet(keys.layout, 'migratingFrom', to)
  }
  if (signal.aborted) return
  await redis.hDel(keys.layout, 'migratingFrom')
  log.info({ from, to: version }, 'the store is up to date')
}

/** After this no indexer of an older program can write any more. */
async function endIndexers(redis: Redis, partitions: number, log: Logger, signal: AbortSignal) {
  for (let partition = 0; partition < partitions; partition++) {
    let told = partition > 0
    while (!signal.aborted && (await redis.exists(keys.lease(partition))) === 1) {
      if (!told) log.info('waiting for the indexers of the older version to stop')
      told = true
      await wait(PAUSE, signal)
    }
    const left = await redis.sMembers(keys.holders(partition))
    if (signal.aborted || left.length === 0) continue
    await fenceOff(redis, left, log)
    await forgetHolders(redis, partition, left)
  }
}
