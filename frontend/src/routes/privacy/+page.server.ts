import { readCall } from '#lib/server/api.ts'
import { proseOf } from '#lib/server/prose.ts'
import type { PageServerLoad } from './$types'
import { policyOf } from './policy.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const [privacy, words] = await Promise.all([readCall('/privacy'), proseOf(locals.language)])
  return {
    policy: policyOf(privacy, words.privacy),
    contact: privacy.contact,
    actor: url.searchParams.get('actor') ?? '',
    /** Why nothing could be exported, as the API calls it. */
    refusal: url.searchParams.get('refusal'),
  }
}
