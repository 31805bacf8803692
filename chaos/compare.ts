import { isDeepStrictEqual } from 'node:util'
import type { NaiveRecount, NaiveRow } from '../test/naive-recount.ts'

const AT_ONCE = 8

/** What the API answered about all accounts of a recount, held against it. */
export type Comparison = { accounts: number; interactions: number; differing: string[] }

export async function compareAnswers(apiUrl: string, naive: NaiveRecount): Promise<Comparison> {
  const expected = naive.answers(0, Number.POSITIVE_INFINITY)
  const dids = Array.from(naive.accounts).filter((did) => !naive.hidden.has(did))
  const waiting = dids.values()
  const differing: string[] = []

  async function ask(): Promise<void> {
    for (const did of waiting) {
      const answer = await fetch(`${apiUrl}/interactions/${did}?window=all`)
      const { sent, received, both, message } = (await answer.json()) as Record<string, unknown>
      const right = expected.get(did) ?? { sent: [], received: [], both: [] }
      if (isDeepStrictEqual({ sent, received, both }, right)) continue
      differing.push(`${did}: ${message ?? differenceOf(both, right.both)}`)
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  const interactions = naive.interactions(0, Number.POSITIVE_INFINITY).length
  return { accounts: dids.length, interactions, differing }
}

/** The first partner of whom another is told than is right. */
function differenceOf(told: unknown, right: NaiveRow[]): string {
  const rows = new Map((told as NaiveRow[]).map((row) => [row.did, row]))
  const row = right.find((each) => !isDeepStrictEqual(each, rows.get(each.did)))
  if (row) return `${JSON.stringify(rows.get(row.did))} and not ${JSON.stringify(row)}`
  return `${rows.size} partners and not ${right.length}, or in another order or direction`
}
