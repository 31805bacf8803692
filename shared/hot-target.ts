import type { LinkTarget } from './interaction.ts'
import { keys } from './keys.ts'
import type { Source } from './known-sources.ts'
import type { Redis } from './redis.ts'

/** A target with very many links from one source, since a moment that makes its keys unique. */
export type HotTarget = { target: LinkTarget<number>; source: Source; since: string }

/** The hot targets by their names. */
export async function readHotTargets(redis: Redis): Promise<Map<string, HotTarget>> {
  const stored = await redis.hGetAll(keys.hotTargets)
  return new Map(Object.entries(stored).map(([name, text]) => [name, JSON.parse(text)]))
}

export async function readHotTarget(redis: Redis, name: string): Promise<HotTarget | undefined> {
  const text = await redis.hGet(keys.hotTargets, name)
  return text === null ? undefined : JSON.parse(text)
}

/** Notes that a target is hot, unless it is noted already. */
export async function noteHotTarget(redis: Redis, name: string, hot: HotTarget): Promise<void> {
  await redis.hSetNX(keys.hotTargets, name, JSON.stringify(hot))
}
