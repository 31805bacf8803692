import { expect } from 'vitest'
import { NaiveRecount } from './naive-recount.ts'

export function recountOf(lines: string[]): NaiveRecount {
  const naive = new NaiveRecount()
  for (const line of lines) naive.apply(JSON.parse(line))
  return naive
}

/** Settings of services that keep all that they are sent, and have no AppView. */
export function keepAllOf(redisUrl: string, partitions: number, apiPort: number) {
  return {
    REDIS_URL: redisUrl,
    PARTITIONS: String(partitions),
    RETENTION_HOURS: '0',
    BUCKET_HOURS: '168',
    REPLAY_HOURS: '1000000',
    LEASE_SECONDS: '1',
    APPVIEW_URL: 'http://127.0.0.1:9',
    PORT: String(apiPort),
  }
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
