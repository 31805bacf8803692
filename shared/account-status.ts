import { keys } from './keys.ts'
import type { Store } from './store.ts'

/** What has become of an account, as its account events tell. Appended to only: the index is stored. */
const STATUSES = ['active', 'deactivated', 'takendown', 'suspended', 'deleted', 'inactive'] as const

/** Anything but `active` hides the account; `inactive` is any other reason that is given or none. */
export type AccountStatus = (typeof STATUSES)[number]

const BLOCK = 65_536

export function statusOf(event: { active: boolean; status?: string | undefined }): AccountStatus {
  if (event.active) return 'active'
  return STATUSES.find((status) => status === event.status && status !== 'active') ?? 'inactive'
}

export async function writeStatus(
  store: Store,
  account: number,
  status: AccountStatus,
): Promise<void> {
  const value = String(STATUSES.indexOf(status))
  const place = `#${account % BLOCK}`
  await store.redis.sendCommand(['BITFIELD', blockOf(account), 'SET', 'u4', place, value])
}

/** The statuses of those accounts that are not active. */
export async function readHidden(
  store: Store,
  accounts: Iterable<number>,
): Promise<Map<number, AccountStatus>> {
  const blocks = Map.groupBy(accounts, blockOf)
  const hidden = new Map<number, AccountStatus>()
  await Promise.all(
    Array.from(blocks, async ([key, group]) => {
      const reads = group.flatMap((account) => ['GET', 'u4', `#${account % BLOCK}`])
      const codes = await store.redis.sendCommand<number[]>(['BITFIELD_RO', key, ...reads])
      for (const [index, account] of group.entries()) {
        const status = STATUSES[codes[index] ?? 0] ?? 'inactive'
        if (status !== 'active') hidden.set(account, status)
      }
    }),
  )
  return hidden
}

function blockOf(account: number): string {
  return keys.statuses(Math.floor(account / BLOCK))
}
