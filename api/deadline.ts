import { storeUnavailable } from './refusal.ts'

/**
 * What the promise gives, if it does in time. The AppView is waited for with a limit of its own, so
 * what takes longer is a Redis that takes commands and does not answer them.
 * @throws Refusal after that many milliseconds
 */
export async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(storeUnavailable()), milliseconds)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
