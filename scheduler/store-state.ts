import { backlogsOf } from '@orrery/shared/backlog'
import { readGaps } from '@orrery/shared/gaps'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { JobRecord } from '@orrery/shared/job-record'
import { keys } from '@orrery/shared/keys'
import { metricOf } from '@orrery/shared/metrics'
import type { RedisClient } from '@orrery/shared/redis'
import type { Series } from '@orrery/shared/sample'
import { STEPS } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

/** One server's account of itself; sizes are bytes, and a limit of 0 is none. */
export type ServerState = {
  node: string
  memory: number
  memoryLimit: number
  commands: number
  persists: boolean
}

/** What the store looks like from outside. */
export type StoreState = {
  servers: ServerState[]
  /** Entries of each partition that wait for the indexer. */
  backlogs: number[]
  deadLetters: { kept: number; ever: number }
  gaps: { count: number; seconds: number }
  /** Jobs by name, and whether they have missed two turns. */
  jobs: Map<string, boolean>
  interactions: number
}

export async function readStoreState(
  store: Store,
  series: Series,
  now: number,
): Promise<StoreState> {
  const { redis, layout } = store
  const [nodes, backlogs, deadLetters, gaps, records, interactions] = await Promise.all([
    redis.nodes(),
    backlogsOf(redis, layout.partitions),
    countDeadLetters(store),
    readGaps(redis),
    redis.hGetAll(keys.jobs),
    countInteractions(store, series, now),
  ])
  const milliseconds = gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  return {
    servers: await Promise.all(nodes.map(readServer)),
    backlogs,
    deadLetters,
    gaps: { count: gaps.length, seconds: milliseconds / 1000 },
    jobs: new Map(Object.entries(records).map(([name, record]) => [name, isLate(record, now)])),
    interactions,
  }
}

/** A server of a cluster is called by what the cluster calls it, shortened. */
async function readServer(client: RedisClient): Promise<ServerState> {
  const info = await client.info()
  const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? ''
  const isCluster = field('redis_mode') === 'cluster'
  return {
    node: isCluster ? (await client.clusterMyId()).slice(0, 8) : 'redis',
    memory: Number(field('used_memory')),
    memoryLimit: Number(field('maxmemory')),
    commands: Number(field('total_commands_processed')),
    persists: field('aof_last_write_status') === 'ok' && field('rdb_last_bgsave_status') === 'ok',
  }
}

/** How many are kept, and how many there ever were. */
async function countDeadLetters({ redis }: Store): Promise<StoreState['deadLetters']> {
  if ((await redis.exists(keys.deadLetters)) === 0) return { kept: 0, ever: 0 }
  const stream = await redis.xInfoStream(keys.deadLetters)
  return { kept: stream.length, ever: Number(stream['entries-added']) }
}

/** Those of the hours whose raw records are kept, as the series have them. */
async function countInteractions(store: Store, series: Series, now: number): Promise<number> {
  const from = Math.max(0, now - store.retention)
  const step = now - from <= STEPS.hour.kept ? 'hour' : 'day'
  const points = await Promise.all(
    INTERACTION_TYPES.map((type) => series.range(metricOf(type), from, now, step)),
  )
  return points.flat().reduce((sum, { value }) => sum + value, 0)
}

function isLate(record: string, now: number): boolean {
  const { lateAt }: JobRecord = JSON.parse(record)
  return Date.parse(lateAt) < now
}
