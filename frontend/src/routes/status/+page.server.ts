import { isHttpError } from '@sveltejs/kit'
import { fetchApi, readCall } from '#lib/server/api.ts'
import { version } from '../../../../package.json'
import type { PageServerLoad } from './$types'
import { complaintsOf, completeSince, type Health } from './verdict.ts'

/** What cannot be read is null: a page about what does not work has to work without it. */
export const load: PageServerLoad = async ({ setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const [health, stats, privacy, meta] = await Promise.all([
    readHealth(),
    orNull(readCall('/stats')),
    orNull(readCall('/privacy')),
    orNull(readCall('/meta')),
  ])
  return {
    health,
    complaints: health && complaintsOf(health),
    stats: stats && { since: stats.since, perSecond: stats.events.perSecond },
    kept: privacy && { hours: privacy.links.hours, days: privacy.history.days },
    completeSince: stats?.since && health?.firehose ? completeSince(stats.since, health) : null,
    version,
    memory: meta?.storage.keyspace_disk_space ?? null,
    now: Date.now(),
  }
}

/** Also of a server without Redis; null where nobody answers. */
async function readHealth(): Promise<Health | null> {
  const response = await orNull(fetchApi('/health'))
  if (!response?.headers.get('content-type')?.includes('json')) return null
  const answer = (await response.json()) as Partial<Health>
  return answer.redis ? (answer as Health) : null
}

async function orNull<Answer>(reading: Promise<Answer>): Promise<Answer | null> {
  return reading.catch((cause: unknown) => {
    if (isHttpError(cause)) return null
    throw cause
  })
}
