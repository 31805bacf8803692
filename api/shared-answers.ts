import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { keys } from '@orrery/shared/keys'
import { bytesOf, type Redis } from '@orrery/shared/redis'
import { usesOf } from './cache-uses.ts'

/** An answer as bytes; `unpack` may throw where another release wrote them. */
export type AnswerForm<Answer> = {
  pack(answer: Answer): Promise<Buffer> | Buffer
  unpack(bytes: Buffer): Promise<Answer> | Answer
}

export type SharedQuestion<Answer> = {
  redis: Redis
  /** What is asked; the same text for the same question to the same store. */
  name: string
  form: AnswerForm<Answer>
  now: number
}

/** For how long an answer is given to other processes, in milliseconds. */
const KEPT = 15_000
/** Who found nothing out in this time is taken for gone; the next one begins anew. */
const LEASE = 5000
const PAUSE = 50
/** A larger answer is found out by each process, rather than fill Redis. */
const MOST_BYTES = 8 * 2 ** 20
const TIME_BYTES = 8

/** Only the one who has the lock gives it back. */
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/**
 * The answer that any process has found out within fifteen seconds, else computes it while those who
 * ask elsewhere wait for it. Worth two round trips more for what takes much longer than that. A Redis
 * that refuses all this, being full, is done without.
 */
export async function answerOnce<Answer>(
  question: SharedQuestion<Answer>,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const digest = createHash('sha256').update(question.name).digest('base64url')
  const owner = randomUUID()
  const uses = usesOf('shared answers')
  for (let isFirst = true; ; isFirst = false) {
    const shared = await readShared(question, digest)
    if (shared !== undefined) {
      uses[isFirst ? 'hit' : 'shared']++
      return shared.answer
    }
    if (await takeLock(question.redis, digest, owner)) break
    await sleep(PAUSE)
  }
  try {
    // It may have come between looking for it and taking the lock.
    const shared = await readShared(question, digest)
    if (shared !== undefined) {
      uses.shared++
      return shared.answer
    }
    uses.miss++
    const answer = await compute()
    await writeShared(question, digest, answer)
    return answer
  } finally {
    await giveBack(question.redis, digest, owner)
  }
}

async function readShared<Answer>(
  { redis, form, now }: SharedQuestion<Answer>,
  digest: string,
): Promise<{ answer: Answer } | undefined> {
  const bytes = await bytesOf(redis).get(keys.answer(digest))
  if (bytes === null || bytes.length < TIME_BYTES) return undefined
  const age = now - bytes.readDoubleBE(0)
  if (age < 0 || age >= KEPT) return undefined
  try {
    return { answer: await form.unpack(bytes.subarray(TIME_BYTES)) }
  } catch {
    return undefined // written by another release: found out again
  }
}

async function writeShared<Answer>(
  { redis, form, now }: SharedQuestion<Answer>,
  digest: string,
  answer: Answer,
): Promise<void> {
  const packed = await form.pack(answer)
  if (packed.length > MOST_BYTES) return
  const time = Buffer.alloc(TIME_BYTES)
  time.writeDoubleBE(now)
  const expiration = { type: 'PX', value: KEPT } as const
  const bytes = Buffer.concat([time, packed])
  // Where it cannot be kept it is found out again.
  await redis.set(keys.answer(digest), bytes, { expiration }).catch(() => {})
}

/** True too where there can be no lock: better twice than not at all. */
async function takeLock(redis: Redis, digest: string, owner: string): Promise<boolean> {
  const expiration = { type: 'PX', value: LEASE } as const
  const options = { condition: 'NX', expiration } as const
  const taken = await redis.set(keys.answerLock(digest), owner, options).catch(() => 'none')
  return taken !== null
}

/** If it cannot be, it lapses. */
async function giveBack(redis: Redis, digest: string, owner: string): Promise<void> {
  const call = { keys: [keys.answerLock(digest)], arguments: [owner] }
  await redis.eval(RELEASE, call).catch(() => {})
}

/** For answers that are plain and not very long. */
export function jsonForm<Answer>(): AnswerForm<Answer> {
  return {
    pack: (answer) => Buffer.from(JSON.stringify(answer)),
    unpack: (bytes) => JSON.parse(bytes.toString()) as Answer,
  }
}
