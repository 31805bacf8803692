import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/**
 * Accounts that receive so many links that theirs have keys of their own in each bucket, for the sake
 * of the accounts they would share a key with. A link to such an account lies in one of its own keys
 * or, if it came before the account was busy, in the shared one; who reads or removes looks in both.
 */
export const BUSY_PARTS = 64

/** The busy accounts, and when each was last found to be busy, in milliseconds. */
export async function readBusyAccounts(redis: Redis): Promise<Map<number, number>> {
  const stored = await redis.hGetAll(keys.busyAccounts)
  return new Map(Object.entries(stored).map(([account, at]) => [Number(account), Number(at)]))
}

export async function isBusyAccount(redis: Redis, account: number): Promise<boolean> {
  return (await redis.hExists(keys.busyAccounts, String(account))) === 1
}

export async function noteBusyAccount(redis: Redis, account: number, now: number): Promise<void> {
  await redis.hSet(keys.busyAccounts, String(account), String(now))
}
