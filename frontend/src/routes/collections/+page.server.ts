import { collectionsViewOf } from '#lib/collections-view.ts'
import { explore } from '#lib/server/explore.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const view = collectionsViewOf(url.searchParams)
  return { view, ...(await explore(view, Date.now())) }
}
