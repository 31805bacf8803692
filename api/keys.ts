import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { z } from 'zod'

/**
 * A key that lets a caller ask more than those without one. `quota` is what it may ask in a minute, 0
 * without end; null is what keys have by default. The key itself is not kept.
 */
export type ApiKey = { id: string; name: string; quota: number | null; createdAt: string }

const stored = z.object({
  name: z.string(),
  quota: z.number().int().min(0).nullable(),
  createdAt: z.string(),
  digest: z.string(),
})

/** How every key begins, so that it is known for one wherever it turns up. */
const MARK = 'orrery_'
const SECRET_BYTES = 32
const ID_LENGTH = 12

/** Gives out a key. The text is all there is of it, and cannot be told again. */
export async function createKey(
  redis: Redis,
  { name, quota }: { name: string; quota: number | null },
  now: number,
): Promise<ApiKey & { text: string }> {
  const text = MARK + randomBytes(SECRET_BYTES).toString('base64url')
  const digest = digestOf(text)
  const key = { name, quota, createdAt: new Date(now).toISOString() }
  const document = JSON.stringify({ ...key, digest: digest.toString('hex') })
  await redis.hSet(keys.apiKeys, idOf(digest), document)
  return { id: idOf(digest), ...key, text }
}

/** The oldest first. */
export async function listKeys(redis: Redis): Promise<ApiKey[]> {
  const found = Object.entries(await redis.hGetAll(keys.apiKeys)).map(([id, document]) => {
    const { name, quota, createdAt } = stored.parse(JSON.parse(document))
    return { id, name, quota, createdAt }
  })
  return found.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
}

/** False where there is no such key. */
export async function revokeKey(redis: Redis, id: string): Promise<boolean> {
  return (await redis.hDel(keys.apiKeys, id)) === 1
}

/** The key that a text is. How long this takes tells nothing of the keys there are. */
export async function findKey(redis: Redis, text: string): Promise<ApiKey | undefined> {
  if (!isKeyText(text)) return undefined
  const digest = digestOf(text)
  const id = idOf(digest)
  const document = await redis.hGet(keys.apiKeys, id)
  if (document === null) return undefined
  const { digest: expected, ...key } = stored.parse(JSON.parse(document))
  const wanted = Buffer.from(expected, 'hex')
  if (wanted.length !== digest.length || !timingSafeEqual(wanted, digest)) return undefined
  return { id, ...key }
}

/** True where a text is written as keys are. */
export function isKeyText(text: string): boolean {
  return text.startsWith(MARK) && text.length === MARK.length + Math.ceil((SECRET_BYTES * 4) / 3)
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The beginning of the digest, which says nothing of 256 random bits. */
function idOf(digest: Buffer): string {
  return digest.toString('hex').slice(0, ID_LENGTH)
}
