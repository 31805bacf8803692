import type { OpenApi } from '@orrery/shared/openapi'
import { docsOf } from '#lib/docs.ts'
import { withExamplesOf } from '#lib/example-accounts.ts'
import { readApi } from '#lib/server/api.ts'
import { readExampleAccounts } from '#lib/server/example-accounts.ts'
import { publicApiUrl } from '#lib/server/public-api.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => {
  const [document, accounts] = await Promise.all([
    readApi<OpenApi>('/openapi.json'),
    readExampleAccounts(),
  ])
  const docs = docsOf(withExamplesOf(document, accounts))
  return { docs, about: document.info.description, apiUrl: publicApiUrl }
}
