import type { Redis } from './redis.ts'

/** The store's hashes stay small only in this form; see the table of keys for what they hold. */
export const HASH_LIMITS = {
  'hash-max-listpack-entries': 1024,
  'hash-max-listpack-value': 16_384,
}

const SETTINGS = {
  ...HASH_LIMITS,
  // A large key that expires is freed beside the commands, not between them.
  'lazyfree-lazy-expire': 'yes',
}

/**
 * One server that crashes forgets the last second of everything alike, and what it forgot comes
 * again. Of several each has a log of its own: one that forgot what it had answered would miss what
 * the others remember as done.
 */
const CLUSTER_SETTINGS = { ...SETTINGS, appendfsync: 'always' }

/**
 * Sets what makes the store small, and of several servers also what makes it last. A server that does
 * not let itself be configured is used as it is; what that costs is for `readCare` to find.
 */
export async function prepareServer(redis: Redis): Promise<void> {
  const nodes = await redis.nodes()
  const settings = Object.entries(nodes.length > 1 ? CLUSTER_SETTINGS : SETTINGS)
  const texts = Object.fromEntries(settings.map(([name, value]) => [name, String(value)]))
  await Promise.all(nodes.map((node) => node.configSet(texts).catch(ignoreRefusal)))
}

/** How a server says that a user may not do this, or that it has no such command or setting. */
const REFUSED = /^(NOPERM|ERR)\b/

export function ignoreRefusal(error: Error): undefined {
  if (!REFUSED.test(error.message)) throw error
}
