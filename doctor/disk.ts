import { statfs } from 'node:fs/promises'
import type { Redis, RedisClient } from '@orrery/shared/redis'
import { fieldsOf, type ServerFacts } from '@orrery/shared/redis-care'
import { bytesText } from './amounts.ts'
import { type Finding, findingsIn } from './finding.ts'

const { ok, warn, fail, unknown } = findingsIn('disk')

/**
 * While Redis writes its log anew, the old one, which may have grown to twice its size, and the new
 * one are both there; each is at most as large as what it holds in memory.
 */
const COPIES = 3

type Files = {
  /** What Redis' files take now. */
  taken: number
  /** What it may come to hold in memory, and what it holds now. */
  memory: number
  usedMemory: number
}

/** All in bytes. */
export function tellRoom(free: number, { taken, memory, usedMemory }: Files): Finding {
  const needed = Math.max(0, COPIES * memory - taken)
  const about = `${bytesText(free)} free where Redis keeps its files, which may come to need ${bytesText(needed)} more`
  const advice = 'Make room, or give Redis a larger disk: it stops writing when this one is full.'
  if (free < usedMemory) return fail(`${about}: too little to write its log anew once`, advice)
  return free < needed ? warn(about, advice) : ok(about)
}

/**
 * Of a Redis on this machine.
 * @param peak what its memory comes to, where it has no maxmemory
 */
export async function checkDisk(
  redis: Redis,
  servers: ServerFacts[],
  { isHere, peak = 0 }: { isHere: boolean; peak?: number | undefined },
): Promise<Finding[]> {
  const [node] = await redis.nodes()
  if (!isHere || !node || servers.length > 1) {
    return [unknown('Redis is on another machine: look there, for three times its maxmemory')]
  }
  const [folder, persistence] = await Promise.all([
    folderOf(node),
    node.info('persistence').then(fieldsOf),
  ])
  const space = folder && (await statfs(folder).catch(() => undefined))
  if (!space) return [unknown('where Redis keeps its files could not be looked at from here')]
  const { maxMemory = 0, usedMemory = 0 } = servers[0] ?? {}
  const memory = maxMemory || Math.max(usedMemory, Number.isFinite(peak) ? peak : 0)
  const taken = Number(persistence.aof_current_size ?? 0)
  return [tellRoom(space.bavail * space.bsize, { taken, memory, usedMemory })]
}

async function folderOf(node: RedisClient): Promise<string | undefined> {
  return (await node.configGet('dir').catch(() => undefined))?.dir
}
