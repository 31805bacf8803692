import { readCall } from '#lib/server/api.ts'
import type { PageServerLoad } from './$types'

const CIRCLES = 8

/** The search works without totals and circles, so they may be missing where the API gives none. */
export const load: PageServerLoad = async () => {
  const [stats, top] = await Promise.all([
    readCall('/stats').catch(() => null),
    readCall('/top', { window: '1h', by: 'partners', limit: CIRCLES }).catch(() => null),
  ])
  return { stats, top: top?.rows ?? [] }
}
