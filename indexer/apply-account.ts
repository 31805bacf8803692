import {
  type AccountStatus,
  readHidden,
  statusOf,
  writeStatus,
} from '@orrery/shared/account-status'
import type { AccountEvent } from '@orrery/shared/event'
import { sentOf } from '@orrery/shared/members'
import { gatherHotWrites } from './hot-writes.ts'
import { purgeAccount } from './purge-account.ts'
import type { Writer } from './writer.ts'

/**
 * Hides an account or shows it again; one that is deleted loses every record it made, on both sides,
 * and is shown again when it writes (`reviveAuthors`). An account that the store has never met needs
 * no note of being active; one that has opted out stays so, whatever becomes of it. Repeat-safe: the
 * status is written when all that follows from it is.
 */
export async function applyAccount(writer: Writer, event: AccountEvent): Promise<void> {
  const { store } = writer
  const { did, account } = event
  const status = statusOf(account)
  const known = await store.accounts.find([did])
  const number = known.get(did) ?? (status === 'active' ? undefined : await assign(writer, did))
  if (number === undefined) return
  const before = (await readHidden(store, [number])).get(number) ?? 'active'
  if (before === 'optedout') return
  if (status === 'deleted') await purgeAccount(writer, number, Math.floor(event.time_us / 1000))
  else if (status !== before) await moveInHotSets(writer, number, status)
  await setStatus(writer, number, status)
}

/**
 * Shows those of the authors again that were deleted: an account that writes is there, whatever was
 * said of it before. For after their records were written, so that all authors have numbers; what
 * was written while they were hidden is put into the sets of hot targets now. Repeat-safe.
 */
export async function reviveAuthors(writer: Writer, dids: Iterable<string>): Promise<void> {
  const authors = await writer.store.accounts.find(dids)
  const hidden = await writer.statuses.hiddenAmong(authors.values())
  for (const [author, status] of hidden) {
    if (status !== 'deleted') continue
    await moveInHotSets(writer, author, 'active')
    await setStatus(writer, author, 'active')
  }
}

export async function setStatus(
  writer: Writer,
  account: number,
  status: AccountStatus,
): Promise<void> {
  await writeStatus(writer.store, account, status)
  writer.statuses.forget(account)
}

/** The sets of hot targets are read as they are, so a link lies where the status says. */
async function moveInHotSets(
  writer: Writer,
  account: number,
  status: AccountStatus,
): Promise<void> {
  if (!writer.hot.exist()) return
  const writes = gatherHotWrites(writer.store, writer.hot)
  const span = { from: 0, to: Number.POSITIVE_INFINITY }
  for (const member of await sentOf(writer.store, account, span)) {
    writes.remove(member)
    writes.add(member)
  }
  await writes.send(new Map(status === 'active' ? [] : [[account, status]]))
}

async function assign({ store }: Writer, did: string): Promise<number | undefined> {
  return (await store.accounts.assign([did])).get(did)
}
