import type { LinkTarget } from './interaction.ts'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import { expiryOf, type Store } from './store.ts'

/** A target with very many links, since a moment that makes its keys unique. */
export type HotTarget = { target: LinkTarget<number>; since: string }

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

/** What names the keys of a hot target. */
export type HotName = { name: string; since: string }

/** The keys of a hot target's links from one source. */
export type HotKeys = { links: string; authored: string; authors: string; paused: string }

/** @param source as `collection:path` */
export function hotKeysOf({ name, since }: HotName, source: string): HotKeys {
  return {
    links: keys.hotLinks(name, since, source),
    authored: keys.hotAuthored(name, since, source),
    authors: keys.hotAuthors(name, since, source),
    paused: keys.hotPaused(name, since, source),
  }
}

/** The sources, as `collection:path`, that the target has or had links from. */
export async function readHotSources(redis: Redis, { name, since }: HotName): Promise<string[]> {
  return redis.sMembers(keys.hotSources(name, since))
}

/** Lets all keys of a hot target last as long as a link that is made now. */
export async function expireHot(store: Store, hot: HotName, now: number): Promise<void> {
  const expiry = expiryOf(store, now)
  if (expiry === undefined) return
  const sources = await readHotSources(store.redis, hot)
  const lasting = [
    keys.hotFilled(hot.name, hot.since),
    keys.hotSources(hot.name, hot.since),
    ...sources.flatMap((source) => Object.values(hotKeysOf(hot, source))),
  ]
  await Promise.all(lasting.map((key) => store.redis.expireAt(key, expiry)))
}
