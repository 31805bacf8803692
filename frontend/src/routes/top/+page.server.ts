import { isHttpError } from '@sveltejs/kit'
import { readCall } from '#lib/server/api.ts'
import type { PageServerLoad } from './$types'
import { type TopView, topViewOf } from './top-view.ts'

const ROWS = 100

/** `list` is null where there is none of the hour. */
export const load: PageServerLoad = async ({ url }) => {
  const view = topViewOf(url.searchParams)
  return { view, list: await readList(view), now: Date.now() }
}

async function readList(view: TopView) {
  try {
    return await readCall('/top', { ...view, limit: ROWS })
  } catch (cause) {
    if (isHttpError(cause, 404)) return null
    throw cause
  }
}
