import type { IdentityEvent, NetworkEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { applyAccount, reviveAuthors } from './apply-account.ts'
import { applyChanges } from './apply-changes.ts'
import { openOptOuts } from './opt-out.ts'
import { changeOf, foldChanges, type RecordChange } from './record-change.ts'
import type { Writer } from './writer.ts'

/** What came of a run of events: how many, and whose records are not kept at the end of it. */
export type Applied = { events: number; droppedLinks: number; optedOut: ReadonlySet<string> }

/**
 * Applies events in their order. Repeat-safe: a run that is applied again, from any earlier point of
 * the stream on, leaves the store as it is.
 */
export async function applyEvents(
  writer: Writer,
  events: NetworkEvent[],
  now: number,
): Promise<Applied> {
  const names: NameNews = { stale: new Set(), handles: new Map() }
  const writers = new Set<string>()
  const optOuts = await openOptOuts(writer, events)
  let changes: RecordChange[] = []
  let droppedLinks = 0

  async function flush(): Promise<void> {
    const settled = await withoutOptedOut(writer, foldChanges(changes))
    changes = []
    if (settled.length === 0) return
    await applyChanges(writer, settled, now)
    await reviveAuthors(writer, writers)
    writers.clear()
  }

  for (const event of events) {
    if (event.kind === 'commit') {
      await optOuts.apply(event, flush)
      const change = changeOf(event, writer.isIndexed)
      droppedLinks += change.dropped
      changes.push(change)
      if (event.commit.operation !== 'delete') writers.add(event.did)
      if (change.collection === 'app.bsky.actor.profile') names.stale.add(event.did)
    } else if (event.kind === 'account') {
      if (!event.account.active) await flush()
      await applyAccount(writer, event)
    } else {
      noteIdentity(names, event)
    }
  }
  await flush()
  await forgetNames(writer.store.redis, names)
  const optedOut = await optedOutAmong(writer, new Set(events.map(({ did }) => did)))
  return { events: events.length, droppedLinks, optedOut }
}

/** Nothing is kept of accounts that have opted out. */
async function withoutOptedOut(writer: Writer, changes: RecordChange[]): Promise<RecordChange[]> {
  const optedOut = await optedOutAmong(writer, new Set(changes.map(({ did }) => did)))
  return optedOut.size === 0 ? changes : changes.filter(({ did }) => !optedOut.has(did))
}

async function optedOutAmong({ store, statuses }: Writer, dids: Set<string>): Promise<Set<string>> {
  const numbers = await store.accounts.find(dids)
  const hidden = await statuses.hiddenAmong(numbers.values())
  const isOut = (did: string) => hidden.get(numbers.get(did) ?? -1) === 'optedout'
  return hidden.size === 0 ? new Set() : new Set(Array.from(dids).filter(isOut))
}

/** Accounts of which cached names are stale, and the DIDs that handles name now. */
type NameNews = { stale: Set<string>; handles: Map<string, string> }

const HANDLE_SECONDS = 86_400
const NO_HANDLE = 'handle.invalid'

/** A handle may have moved: what was cached of the account is asked for again. */
function noteIdentity({ stale, handles }: NameNews, { did, identity }: IdentityEvent): void {
  stale.add(did)
  const handle = identity.handle?.toLowerCase()
  if (handle && handle !== NO_HANDLE) handles.set(handle, did)
}

async function forgetNames(redis: Redis, { stale, handles }: NameNews): Promise<void> {
  const expiration = { type: 'EX', value: HANDLE_SECONDS } as const
  await Promise.all([
    ...Array.from(stale, (did) => redis.del(keys.profile(did))),
    ...Array.from(handles, ([handle, did]) => redis.set(keys.handle(handle), did, { expiration })),
  ])
}
