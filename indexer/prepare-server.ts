import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'

/** The store's hashes stay small only in this form; see the table of keys for what they hold. */
const SETTINGS = {
  'hash-max-listpack-entries': '1024',
  'hash-max-listpack-value': '16384',
  // A large key that expires is freed beside the commands, not between them.
  'lazyfree-lazy-expire': 'yes',
}

/**
 * Sets what makes the store small, and says in a line each what of the server's configuration would
 * cost memory or data. A server that does not let itself be configured is used as it is.
 */
export async function prepareServer(redis: Redis, log: Logger): Promise<void> {
  try {
    await redis.configSet(SETTINGS)
  } catch (error) {
    const wanted = Object.entries(SETTINGS).map((setting) => setting.join(' '))
    log.warn({ err: error, wanted }, 'Redis refused its settings; the store takes more memory')
  }
  const policy = await settingOf(redis, 'maxmemory-policy')
  if (policy !== undefined && policy !== 'noeviction') {
    log.warn(`Redis evicts keys when full (maxmemory-policy ${policy}); set it to noeviction.`)
  }
  if ((await settingOf(redis, 'appendonly')) === 'no') {
    log.warn(
      'Redis keeps no append-only file; a restart of Redis loses what came since its last snapshot.',
    )
  }
}

async function settingOf(redis: Redis, name: string): Promise<string | undefined> {
  // Managed servers hide CONFIG; then nothing is known and nothing is said.
  const settings = await redis.configGet(name).catch(() => undefined)
  return settings?.[name]
}
