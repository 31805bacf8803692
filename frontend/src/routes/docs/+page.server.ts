import type { OpenApi } from '@orrery/shared/openapi'
import { docsOf } from '#lib/docs.ts'
import { readApi } from '#lib/server/api.ts'
import { publicApiUrl } from '#lib/server/public-api.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => {
  const document = await readApi<OpenApi>('/openapi.json')
  return { docs: docsOf(document), about: document.info.description, apiUrl: publicApiUrl }
}
