import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/** A time of which events are missing, in milliseconds, and why, the end of a sentence. */
export type Gap = { from: number; to: number; reason: string }

const KEPT = 1000

/** Writes a gap down in the place of one that began at the same moment; the oldest are forgotten. */
export async function noteGap(redis: Redis, { from, to, reason }: Gap): Promise<void> {
  await redis.hSet(keys.gaps, String(from), JSON.stringify({ to, reason }))
  const all = (await redis.hKeys(keys.gaps)).map(Number).sort((one, other) => one - other)
  const past = all.slice(0, -KEPT)
  if (past.length > 0) await redis.hDel(keys.gaps, past.map(String))
}

/** Takes a gap back, which was filled after all. */
export async function forgetGap(redis: Redis, { from }: Gap): Promise<void> {
  await redis.hDel(keys.gaps, String(from))
}

/** The gaps that reach into [from, to), the earliest first. */
export async function readGaps(
  redis: Redis,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): Promise<Gap[]> {
  const noted = Object.entries(await redis.hGetAll(keys.gaps))
  return noted
    .map(([start, rest]): Gap => ({ from: Number(start), ...JSON.parse(rest) }))
    .filter((gap) => gap.from < to && gap.to > from)
    .sort((one, other) => one.from - other.from)
}
