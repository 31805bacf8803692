import { expect } from 'vitest'
import { NaiveRecount } from './naive-recount.ts'

export function recountOf(lines: string[]): NaiveRecount {
  const naive = new NaiveRecount()
  for (const line of lines) naive.apply(JSON.parse(line))
  return naive
}

export async function answers(apiUrl: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/health`).catch(() => undefined)
  return answer?.ok ?? false
}

/**
 * Compares what the API answers about every account with the recount.
 * @returns how many accounts that was
 */
export async function compareAll(
  apiUrl: string,
  naive: NaiveRecount,
  what: string,
): Promise<number> {
  const expected = naive.answers(0, Number.POSITIVE_INFINITY)
  const dids = new Set([...naive.accounts, ...expected.keys()])
  let compared = 0
  for (const did of dids) {
    if (naive.hidden.has(did)) continue
    const answer = await fetch(`${apiUrl}/interactions/${did}?window=all`)
    const { sent, received, both } = (await answer.json()) as Record<string, unknown>
    const nothing = { sent: [], received: [], both: [] }
    expect({ sent, received, both }, `${what}: ${did}`).toEqual(expected.get(did) ?? nothing)
    compared++
  }
  return compared
}
