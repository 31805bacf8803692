import { keys } from './keys.ts'
import type { Store } from './store.ts'

/**
 * What has become of an account, as its account events tell, or that it has opted out. Appended to
 * only: the index is stored.
 */
const STATUSES = [
  'active',
  'deactivated',
  'takendown',
  'suspended',
  'deleted',
  'inactive',
  'optedout',
] as const

/** Anything but `active` hides the account; `inactive` is any other reason that is given or none. */
export type AccountStatus = (typeof STATUSES)[number]

const TOLD = new Set<AccountStatus>(['deactivated', 'takendown', 'suspended', 'deleted'])

const BLOCK = 65_536

export function statusOf(event: { active: boolean; status?: string | undefined }): AccountStatus {
  if (event.active) return 'active'
  return STATUSES.find((status) => status === event.status && TOLD.has(status)) ?? 'inactive'
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

/** The same for very many accounts, from whole blocks that are read once and remembered. */
export type StatusBlocks = {
  hiddenAmong(accounts: Iterable<number>): Promise<Map<number, AccountStatus>>
  /** Reads the account's block anew when it is asked for again; for after a status was written. */
  forget(account: number): void
  forgetAll(): void
}

/** A block is 32 KiB at most, so that all of forty million accounts are 20 MB. */
export function openStatusBlocks(store: Store): StatusBlocks {
  const blocks = new Map<string, Promise<Buffer | null>>()

  function read(key: string): Promise<Buffer | null> {
    const block = blocks.get(key) ?? store.bytes.get(key)
    blocks.set(key, block)
    return block
  }

  return {
    async hiddenAmong(accounts) {
      const hidden = new Map<number, AccountStatus>()
      for (const [number, group] of Map.groupBy(accounts, blockNumberOf)) {
        const block = await read(keys.statuses(number))
        if (block === null) continue
        for (const account of group) {
          const status = statusIn(block, account)
          if (status !== 'active') hidden.set(account, status)
        }
      }
      return hidden
    },
    forget: (account) => void blocks.delete(blockOf(account)),
    forgetAll: () => blocks.clear(),
  }
}

/** Redis counts bits from the highest of the first byte on. */
function statusIn(block: Buffer, account: number): AccountStatus {
  const place = account % BLOCK
  const pair = block[place >> 1] ?? 0
  return STATUSES[place % 2 === 0 ? pair >> 4 : pair & 15] ?? 'inactive'
}

function blockNumberOf(account: number): number {
  return Math.floor(account / BLOCK)
}

function blockOf(account: number): string {
  return keys.statuses(blockNumberOf(account))
}
