import { ConfigError } from '@orrery/shared/config'
import { readLayout, refuseForeign } from '@orrery/shared/layout'
import type { Loop } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { aborted } from '@orrery/shared/service'

/**
 * A loop that fails with a ConfigError where Redis holds a store that this program cannot read. Looks
 * each time the connection stands, because after an outage it may be another server. To be called
 * before the first connection does.
 */
export function endWhenForeign(redis: Redis): Loop {
  const { promise: found, reject } = Promise.withResolvers<never>()
  found.catch(() => {}) // the error is for the loop; it may not run yet
  redis.on('ready', async () => {
    try {
      refuseForeign(await readLayout(redis))
    } catch (error) {
      // Any other error is an outage, which ends by itself; the next connection is looked at again.
      if (error instanceof ConfigError) reject(error)
    }
  })
  return (signal) => Promise.race([found, aborted(signal)])
}
