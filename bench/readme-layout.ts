import type { Redis } from '@orrery/shared/redis'
import type { MadeInteraction } from './made-interactions.ts'

const DOCUMENT_SECONDS = String(48 * 3600)

/**
 * Writes interactions in the layout that the store replaces: a document, two sorted sets and two
 * counters. Two interactions of one record have one document key, and the last one stays in it.
 * @param json whether the server has RedisJSON; else documents are strings
 */
export async function writeReadmeLayout(
  redis: Redis,
  interactions: MadeInteraction[],
  json: boolean,
): Promise<void> {
  const commands = interactions.flatMap((each) => [
    ...documentCommands(each, json),
    ...indexCommands(each),
  ])
  await Promise.all(commands.map((command) => redis.sendCommand(command)))
}

function documentCommands(interaction: MadeInteraction, json: boolean): string[][] {
  const { uri, author: a, subject: s, type, time, targetRkey: pr, characters: c } = interaction
  const t = new Date(time).toISOString()
  const document = JSON.stringify({ uri, a, s, type, t, h: `${hourOf(time)}:00:00Z`, pr, c })
  const key = documentKey(interaction)
  if (!json) return [['SET', key, document, 'EX', DOCUMENT_SECONDS]]
  return [
    ['JSON.SET', key, '$', document],
    ['EXPIRE', key, DOCUMENT_SECONDS],
  ]
}

function indexCommands(interaction: MadeInteraction): string[][] {
  const { author, subject, type, time } = interaction
  const score = String(Math.floor(time / 1000))
  return [
    ['ZADD', `user:${author}:sent:${type}`, score, subject],
    ['ZADD', `user:${subject}:received:${type}`, score, author],
    ['INCR', hourlyKey(interaction)],
    ['HINCRBY', `agg:${hourOf(time)}:${type}`, `${author}:${subject}`, '1'],
  ]
}

export function documentKey({ uri }: MadeInteraction): string {
  return `interaction:${uri}`
}

export function hourlyKey({ type, author, subject, time }: MadeInteraction): string {
  return `hourly:${hourOf(time)}:${type}:${author}:${subject}`
}

function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13)
}
