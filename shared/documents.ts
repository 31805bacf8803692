import type { RedisJSON } from '@redis/json'
import { ErrorReply } from 'redis'
import type { z } from 'zod'
import type { Modules } from './modules.ts'
import type { Redis } from './redis.ts'

/**
 * Cached JSON documents, each with an expiry: RedisJSON where the server has it, else strings. What
 * does not read as the schema wants, for whatever reason, is absent: a cache is filled again.
 */
export type Documents = {
  get<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined>
  /** In the order of the keys. */
  getMany<Schema extends z.ZodType>(
    keys: string[],
    schema: Schema,
  ): Promise<(z.output<Schema> | undefined)[]>
  /** Replaces whatever the key held. */
  set(key: string, value: RedisJSON, ttlSeconds: number): Promise<void>
  delete(key: string): Promise<void>
}

/** Reads and writes one document as JSON; the rest is the same for both kinds of server. */
type Form = {
  read(key: string): Promise<unknown>
  write(key: string, value: RedisJSON, ttlSeconds: number): Promise<unknown>
}

export function openDocuments(redis: Redis, modules: Pick<Modules, 'json'>): Documents {
  const { read, write } = modules.json ? jsonForm(redis) : stringForm(redis)

  async function get<Schema extends z.ZodType>(key: string, schema: Schema) {
    const result = schema.safeParse(await read(key).catch(absentWhenUnreadable))
    return result.success ? result.data : undefined
  }

  return {
    get,
    getMany: (keys, schema) => Promise.all(keys.map((key) => get(key, schema))),
    async set(key, value, ttlSeconds) {
      await write(key, value, ttlSeconds)
    },
    async delete(key) {
      await redis.del(key)
    },
  }
}

/** The key is deleted first: JSON.SET refuses one that a server without RedisJSON has written. */
function jsonForm(redis: Redis): Form {
  return {
    read: (key) => redis.json.get(key),
    write: (key, value, ttlSeconds) =>
      redis.multi().del(key).json.set(key, '$', value).expire(key, ttlSeconds).exec(),
  }
}

function stringForm(redis: Redis): Form {
  return {
    async read(key) {
      const text = await redis.get(key)
      return text === null ? undefined : JSON.parse(text)
    },
    write: (key, value, ttlSeconds) =>
      redis.set(key, JSON.stringify(value), { expiration: { type: 'EX', value: ttlSeconds } }),
  }
}

/** Text that is no JSON, or a key of another type. A lost connection is neither. */
function absentWhenUnreadable(error: unknown): undefined {
  const unreadable =
    error instanceof SyntaxError ||
    (error instanceof ErrorReply && /wrong (redis type|kind of value)/i.test(error.message))
  if (!unreadable) throw error
}
