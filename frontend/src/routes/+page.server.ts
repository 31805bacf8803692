import type { Stats } from '@orrery/shared/stats'
import { readApi } from '#lib/server/api.ts'
import type { PageServerLoad } from './$types'

/** The search works without totals, so they are null where the API has none to give. */
export const load: PageServerLoad = async () => ({
  stats: await readApi<Stats>('/stats').catch(() => null),
})
