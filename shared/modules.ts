import type { Redis, RedisClient } from './redis.ts'

/** What the server offers beyond plain keys; `version` is what an operator is shown. */
export type Modules = { version: string; json: boolean; timeSeries: boolean }

/** Of a cluster, what every node offers. */
export async function detectModules(redis: Redis): Promise<Modules> {
  const nodes = await Promise.all((await redis.nodes()).map(modulesOf))
  return {
    version: [...new Set(nodes.map(({ version }) => version))].join(', '),
    json: nodes.every(({ json }) => json),
    timeSeries: nodes.every(({ timeSeries }) => timeSeries),
  }
}

/**
 * Asks the server for the commands themselves: MODULE LIST may be forbidden, and what it names
 * differs between Redis 8, Redis Stack and Valkey.
 */
async function modulesOf(node: RedisClient): Promise<Modules> {
  const [about, [jsonSet, tsAdd]] = await Promise.all([
    node.info('server'),
    node.commandInfo(['JSON.SET', 'TS.ADD']),
  ])
  return { version: versionIn(about), json: isKnown(jsonSet), timeSeries: isKnown(tsAdd) }
}

/** Valkey gives the version of Redis it is compatible with, and its own beside it. */
function versionIn(about: string): string {
  const valkey = /^valkey_version:(\S+)/m.exec(about)
  if (valkey) return `${valkey[1]} (Valkey)`
  return /^redis_version:(\S+)/m.exec(about)?.[1] ?? 'unknown'
}

function isKnown(command: unknown): boolean {
  return command !== null && command !== undefined
}
