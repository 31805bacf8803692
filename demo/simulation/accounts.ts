import { mix } from '@orrery/shared/random'
import { didOf } from './identifiers.ts'
import { nameOf } from './names.ts'

export type Account = {
  did: string
  /** Its first handle; identity events may change it. */
  handle: string
  displayName: string | undefined
  /** A language that `phrases.ts` knows. */
  language: string
  /** The clock id of its TIDs. */
  clockId: number
}

/** Cumulative shares of the languages in per mille, measured on live posts that name one. */
const LANGUAGES: [string, number][] = [
  ['en', 694],
  ['ja', 819],
  ['pt', 854],
  ['de', 888],
  ['es', 922],
  ['fr', 945],
  ['ko', 957],
  ['en', 1000],
]

/** The accounts of a simulated network: account `number` is the same whenever it is asked for. */
export function createAccounts(seed: number): (number: number) => Account {
  const known: Account[] = []
  return (number) => {
    const account = known[number]
    if (account) return account
    const { label, displayName } = nameOf(seed, number)
    const language = mix(seed, number, 31) % 1000
    const made = {
      did: didOf(seed, number),
      handle: `${label}.test`,
      displayName,
      language: LANGUAGES.find(([, upTo]) => language < upTo)?.[0] ?? 'en',
      clockId: mix(seed, number, 32) % 1024,
    }
    known[number] = made
    return made
  }
}
