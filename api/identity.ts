import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { type AppView, AppViewError } from './appview.ts'
import { Refusal, upstreamUnavailable } from './refusal.ts'

const NAMED_SECONDS = 86_400
const UNNAMED_SECONDS = 60
/** What stands for a handle that names nobody. */
const NOBODY = ''

/**
 * The DID that a handle (in lower case) names, from the cache or the AppView. An answer is kept for
 * a day, that there is none for a minute; identity events keep the cache fresh.
 * @throws Refusal where it names nobody, or where nobody can tell
 */
export async function resolveHandle(
  redis: Redis,
  appView: Pick<AppView, 'resolveHandle'>,
  handle: string,
): Promise<string> {
  const did = (await redis.get(keys.handle(handle))) ?? (await askFor(redis, appView, handle))
  if (did === NOBODY || isReserved(handle)) {
    throw new Refusal(404, 'HandleNotFound', `No account has the handle ${handle}.`)
  }
  return did
}

async function askFor(
  redis: Redis,
  appView: Pick<AppView, 'resolveHandle'>,
  handle: string,
): Promise<string> {
  if (isReserved(handle)) return NOBODY
  const did = await appView.resolveHandle(handle).catch((error: unknown) => {
    if (error instanceof AppViewError) throw upstreamUnavailable('a DID works without it')
    throw error
  })
  if (did === undefined) await rememberNobody(redis, handle)
  else await rememberHandle(redis, handle, did)
  return did ?? NOBODY
}

/** Keeps what a handle names; nothing is lost but time where a full Redis refuses it. */
export async function rememberHandle(redis: Redis, handle: string, did: string): Promise<void> {
  const expiration = { type: 'EX', value: NAMED_SECONDS } as const
  await redis.set(keys.handle(handle), did, { expiration }).catch(() => {})
}

/** Only where nothing else has come in meanwhile. */
async function rememberNobody(redis: Redis, handle: string): Promise<void> {
  const expiration = { type: 'EX', value: UNNAMED_SECONDS } as const
  await redis.set(keys.handle(handle), NOBODY, { expiration, condition: 'NX' }).catch(() => {})
}

/** Names below `.invalid` are nobody's; `handle.invalid` stands for handles that are not valid. */
function isReserved(handle: string): boolean {
  return handle.endsWith('.invalid')
}
