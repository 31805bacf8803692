import { originOf } from '#lib/server/site-url.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals, request }) => ({
  ...locals,
  origin: originOf(new URL(request.url)),
})
