import type { Logger } from '@orrery/shared/logging'
import type { Redis, RedisClient } from '@orrery/shared/redis'

/** The store's hashes stay small only in this form; see the table of keys for what they hold. */
const SETTINGS = {
  'hash-max-listpack-entries': '1024',
  'hash-max-listpack-value': '16384',
  // A large key that expires is freed beside the commands, not between them.
  'lazyfree-lazy-expire': 'yes',
}

/**
 * Sets what makes the store small, and says in a line each what of the server's configuration would
 * cost memory or data. A server that does not let itself be configured is used as it is. Of a
 * cluster this is for every node.
 */
export async function prepareServer(redis: Redis, log: Logger): Promise<void> {
  const nodes = await redis.nodes()
  try {
    await Promise.all(nodes.map((node) => node.configSet(SETTINGS)))
  } catch (error) {
    const wanted = Object.entries(SETTINGS).map((setting) => setting.join(' '))
    log.warn({ err: error, wanted }, 'Redis refused its settings; the store takes more memory')
  }
  const policies = await settingOf(nodes, 'maxmemory-policy')
  const evicting = policies.find((policy) => policy !== 'noeviction')
  if (evicting) {
    log.warn(`Redis evicts keys when full (maxmemory-policy ${evicting}); set it to noeviction.`)
  }
  if ((await settingOf(nodes, 'appendonly')).includes('no')) {
    log.warn(
      'Redis keeps no append-only file; a restart of Redis loses what came since its last snapshot.',
    )
  }
}

/** What the nodes have it at that tell. Managed servers hide CONFIG: nothing is known of them. */
async function settingOf(nodes: RedisClient[], name: string): Promise<string[]> {
  const settings = await Promise.all(
    nodes.map((node) => node.configGet(name).catch(() => undefined)),
  )
  return settings.flatMap((each) => each?.[name] ?? [])
}
