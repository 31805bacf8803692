import type { Logger } from './logging.ts'
import type { Redis } from './redis.ts'

/** How a server's answer begins that a user may not do this, or that it has no such command. */
const REFUSED = /^(NOPERM|ERR) /

/**
 * Ends every connection of those names, so that a process that was stopped and goes on later cannot
 * write what it still had in hand. A server that does not allow it is trusted with a warning: only
 * the former holder's own look at its clock is left then.
 */
export async function fenceOff(redis: Redis, names: string[], log: Logger): Promise<void> {
  try {
    for (const node of await redis.nodes()) {
      const clients = String(await node.sendCommand(['CLIENT', 'LIST']))
      for (const id of idsOf(clients, names)) await node.sendCommand(['CLIENT', 'KILL', 'ID', id])
    }
  } catch (error) {
    if (!REFUSED.test((error as Error).message)) throw error
    log.warn({ err: error, names }, 'Redis does not let a former holder’s connections be ended')
  }
}

/** The ids of the clients of those names, from a listing of one client a line. */
function idsOf(clients: string, names: string[]): string[] {
  return clients.split('\n').flatMap((client) => {
    const [, id, name] = /^id=(\d+) .*?\bname=(\S+)/.exec(client) ?? []
    return id && name && names.includes(name) ? [id] : []
  })
}
