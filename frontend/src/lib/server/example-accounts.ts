import { type ExampleAccount, NAMED } from '#lib/example-accounts.ts'
import { readCall } from '#lib/server/api.ts'

const MOST_ASKED = 20

/**
 * Accounts for examples, where those that the document names are not known, as on a simulated network:
 * the first of the top list.
 */
export async function readExampleAccounts(): Promise<readonly ExampleAccount[]> {
  try {
    const { profiles } = await readCall('/profiles', { actor: NAMED.map(({ did }) => did) })
    if (profiles.every(({ handle }) => handle !== null)) return NAMED
    const { rows } = await readCall('/top', { limit: MOST_ASKED })
    return rows.flatMap(({ did, handle }) => (did && handle ? { did, handle } : []))
  } catch {
    return NAMED // the page is worth more than its examples
  }
}
