import type { Logger } from './logging.ts'
import type { Redis, RedisClient } from './redis.ts'
import { HASH_LIMITS, ignoreRefusal } from './redis-settings.ts'

/** What is known of one server; `settings` are undefined where it does not tell. */
export type ServerFacts = {
  /** Bytes; 0 where none is set. */
  maxMemory: number
  usedMemory: number
  /** Of the machine, in bytes. */
  systemMemory: number
  evictionPolicy: string
  hasAppendOnlyFile: boolean
  /** Whether the last write to the append-only file and the last snapshot went well. */
  canPersist: boolean
  settings: Record<string, string> | undefined
}

/** Something about the server's configuration that costs data or memory, and what to do about it. */
export type Danger = { message: string; advice: string }

const SETTINGS = [...Object.keys(HASH_LIMITS), 'save', 'appendfsync']
/** From this share of maxmemory on it is nearly full. */
const NEARLY_FULL = 0.9

/** Says in one line each what of the configuration would cost data or memory; never fails for it. */
export async function warnOfDangers(redis: Redis, log: Logger): Promise<void> {
  const servers = await readServers(redis).catch(ignoreRefusal)
  const dangers = servers ? dangersOf(servers) : [HIDDEN]
  for (const { message, advice } of dangers) log.warn(`${message} ${advice}`)
}

/** Each server that holds keys. */
export async function readServers(redis: Redis): Promise<ServerFacts[]> {
  return Promise.all((await redis.nodes()).map(factsOf))
}

/** Each danger once, whichever servers it is about. */
export function dangersOf(servers: ServerFacts[]): Danger[] {
  const all = servers.flatMap((server) => dangersOfOne(server, servers.length > 1))
  return [...new Map(all.map((danger) => [danger.message, danger])).values()]
}

async function factsOf(node: RedisClient): Promise<ServerFacts> {
  const [memory, persistence, settings] = await Promise.all([
    node.info('memory').then(fieldsOf),
    node.info('persistence').then(fieldsOf),
    node.configGet(SETTINGS).catch(ignoreRefusal),
  ])
  return {
    maxMemory: Number(memory.maxmemory ?? 0),
    usedMemory: Number(memory.used_memory),
    systemMemory: Number(memory.total_system_memory ?? 0),
    evictionPolicy: memory.maxmemory_policy ?? 'noeviction',
    hasAppendOnlyFile: persistence.aof_enabled === '1',
    canPersist: [persistence.aof_last_write_status, persistence.rdb_last_bgsave_status].every(
      (status) => status === undefined || status === 'ok',
    ),
    // A user without the right to some of them is told an empty list.
    settings: settings && Object.keys(settings).length > 0 ? settings : undefined,
  }
}

function dangersOfOne(server: ServerFacts, isCluster: boolean): Danger[] {
  return [
    ...evictionOf(server),
    ...persistenceOf(server, isCluster),
    ...roomOf(server),
    ...hashesOf(server),
  ]
}

function evictionOf({ evictionPolicy }: ServerFacts): Danger[] {
  if (evictionPolicy === 'noeviction') return []
  return [
    {
      message: `Redis deletes keys when it is full (maxmemory-policy ${evictionPolicy}), and with them parts of the index.`,
      advice: 'Set maxmemory-policy to noeviction.',
    },
  ]
}

function persistenceOf(server: ServerFacts, isCluster: boolean): Danger[] {
  const dangers: Danger[] = []
  const { save, appendfsync } = server.settings ?? {}
  if (!server.hasAppendOnlyFile) {
    dangers.push({
      message:
        save === ''
          ? 'Redis writes nothing to disk: when it restarts, all is lost.'
          : 'Redis keeps no append-only file: when it restarts, what came since its last snapshot is lost, and only what the network still sends comes again.',
      advice: 'Set appendonly to yes.',
    })
  } else if (isCluster && appendfsync !== undefined && appendfsync !== 'always') {
    dangers.push({
      message: `A master that crashes may forget what the others remember as done (appendfsync ${appendfsync}).`,
      advice: 'Set appendfsync to always on every node.',
    })
  }
  if (!server.canPersist) {
    dangers.push({
      message: 'Redis failed to write to disk the last time it tried.',
      advice: 'See its log, and whether its disk is full.',
    })
  }
  return dangers
}

function roomOf({ maxMemory, usedMemory, systemMemory }: ServerFacts): Danger[] {
  const limit = maxMemory || systemMemory
  const percent = Math.round((usedMemory / limit) * 100)
  if (limit > 0 && usedMemory >= limit * NEARLY_FULL) {
    return [
      {
        message: `Redis uses ${percent} % of ${maxMemory ? 'its maxmemory' : 'the machine’s memory'}; when that is full, nothing more is taken in.`,
        advice: 'Give it more, or keep less: RETENTION_HOURS, HISTORY_DAYS, LINK_COLLECTIONS.',
      },
    ]
  }
  if (maxMemory > 0) return []
  return [
    {
      message: 'Redis has no maxmemory: when the machine’s memory is full, the system ends it.',
      advice: 'Set maxmemory to about three quarters of the memory that it may have.',
    },
  ]
}

function hashesOf({ settings }: ServerFacts): Danger[] {
  if (!settings) return [HIDDEN]
  return Object.entries(HASH_LIMITS)
    .filter(([name, least]) => name in settings && Number(settings[name]) < least)
    .map(([name, least]) => ({
      message: `The store takes far more memory with ${name} at ${settings[name]}.`,
      advice: `Set it to ${least}.`,
    }))
}

const HIDDEN: Danger = {
  message: 'Redis does not show its configuration to this user, so it could not be checked.',
  advice: `Make sure yourself of ${Object.entries(HASH_LIMITS)
    .map((limit) => limit.join(' '))
    .join(', ')}, and of an append-only file.`,
}

/** The fields of an INFO section. */
export function fieldsOf(info: string): Record<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(':'))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
}
