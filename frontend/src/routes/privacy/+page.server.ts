import type { Privacy } from '@orrery/shared/privacy'
import { readApi } from '#lib/server/api.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => ({ privacy: await readApi<Privacy>('/privacy') })
