import { type Documents, openDocuments } from '@orrery/shared/documents'
import { keys } from '@orrery/shared/keys'
import { isCurrent, readLayout, refuseForeign } from '@orrery/shared/layout'
import { detectModules, type Modules } from '@orrery/shared/modules'
import type { Redis } from '@orrery/shared/redis'
import type { Series } from '@orrery/shared/sample'
import { openSeries } from '@orrery/shared/series'
import { openStore, type Store } from '@orrery/shared/store'
import { storeUnavailable } from './refusal.ts'

/** All that Redis holds, ready to be read. */
export type Stored = { store: Store; documents: Documents; series: Series; modules: Modules }

/**
 * Gives what Redis holds, opened anew for every connection: after an outage it may be another server.
 * A layout that nobody has begun yet is read again each time. Rejects with a Refusal while Redis is
 * away.
 */
export function openStored(redis: Redis, retentionHours: number): () => Promise<Stored> {
  let opened: Promise<Stored> | undefined
  const forget = () => {
    opened = undefined
  }
  redis.on('ready', forget)

  async function open(): Promise<Stored> {
    const [begun, layout, modules] = await Promise.all([
      redis.exists(keys.layout),
      readLayout(redis),
      detectModules(redis),
    ])
    refuseForeign(layout)
    if (!isCurrent(layout)) throw storeUnavailable()
    if (begun === 0) forget()
    return {
      store: openStore(redis, layout, retentionHours),
      documents: openDocuments(redis, modules),
      series: openSeries(redis, modules),
      modules,
    }
  }

  return async () => {
    if (!redis.isReady) throw storeUnavailable()
    opened ??= open()
    opened.catch(forget)
    return opened
  }
}
