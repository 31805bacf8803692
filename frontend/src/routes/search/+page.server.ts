import type { Profile } from '@orrery/shared/circle'
import { personPathOf } from '@orrery/shared/circle-person'
import { redirect } from '@sveltejs/kit'
import { withLanguage } from '#lib/locale/language-path.ts'
import { pagePathOf, searchQueryOf } from '#lib/search-query.ts'
import { findAccounts } from '#lib/server/accounts.ts'
import { findSimilar } from '#lib/server/similar-accounts.ts'
import type { PageServerLoad } from './$types'

/** Leads to the account that is meant, or lists those that may be. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const typed = url.searchParams.get('q') ?? ''
  const query = searchQueryOf(typed)
  const pathOf = (path: string) => withLanguage(locals.addressed, path)
  if (query.kind === 'nothing') redirect(303, pathOf('/'))
  if (query.kind === 'actor') redirect(303, pathOf(pagePathOf(query.actor)))

  const people = await findAccounts(query.name)
  const meant =
    people.length === 1 ? people[0] : people.find((person) => isCalled(person, query.name))
  if (meant) redirect(303, pathOf(`/${personPathOf(meant)}`))
  return {
    name: query.name,
    people,
    similar: people.length > 0 ? [] : await findSimilar(query.name),
  }
}

/** Whether a name is the first label of the handle, which is how people say handles. */
function isCalled({ handle }: Profile, name: string): boolean {
  return handle?.split('.')[0] === name.toLowerCase()
}
