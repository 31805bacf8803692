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
 * One server that crashes forgets the last second of everything alike, and what it forgot comes
 * again. Of several each has a log of its own: one that forgot what it had answered would miss what
 * the others remember as done.
 */
const CLUSTER_SETTINGS = { ...SETTINGS, appendfsync: 'always' }

/**
 * Sets what makes the store small, and of several servers also what makes it last. Says in a line
 * each what of the server's configuration would cost memory or data. A server that does not let
 * itself be configured is used as it is.
 */
export async function prepareServer(redis: Redis, log: Logger): Promise<void> {
  const nodes = await redis.nodes()
  const settings = nodes.length > 1 ? CLUSTER_SETTINGS : SETTINGS
  try {
    await Promise.all(nodes.map((node) => node.configSet(settings)))
  } catch (error) {
    const wanted = Object.entries(settings).map((setting) => setting.join(' '))
    const cost = nodes.length > 1 ? 'memory, and a crash may cost links' : 'memory'
    log.warn({ err: error, wanted }, `Redis refused its settings, which costs ${cost}`)
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
