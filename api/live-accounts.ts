import type { Store } from '@orrery/shared/store'
import type { Feed } from './event-feed.ts'
import { type AccountState, applyChange, type ToldChange, toldChangeOf } from './live-account.ts'
import { beginAccount } from './live-account-start.ts'
import { changesFor } from './live-changes.ts'
import { comparePlaces, type Place } from './live-cursor.ts'
import type { LiveRecord } from './live-record.ts'
import { type Entry, placeAfterRecord } from './recent-entries.ts'
import { recordCursorOf } from './subscribe-message.ts'

/** A change, and the cursor after it where no other change of the same record follows. */
export type CursoredChange = { change: ToldChange; cursor: string | undefined }

export type Watcher = {
  onChange(changed: CursoredChange): void
  /**
   * The account went away, or something is missing, or nothing more comes: begin anew.
   * @param isStale that what was told does not hold any more
   */
  onEnd(isStale: boolean): void
}

export type Watched = {
  state: AccountState
  /** What came after the places; undefined where that is not known, or too much. */
  since(places: readonly Place[]): CursoredChange[] | undefined
  /** Calls back from now on. Returns what ends that. */
  watch(watcher: Watcher): () => void
}

export type LiveAccounts = {
  /** An account's counts, up to date with the feed when this resolves. */
  open(feed: Feed, store: Store, did: string): Promise<Watched>
}

type Account = Watched & {
  hand(entry: Entry): void
  end(isStale: boolean): void
}

const MOST_CHANGES = 2000

/** Keeps the counts of accounts while somebody watches them, once however many do. */
export function openLiveAccounts(clock: () => number): LiveAccounts {
  const byFeed = new WeakMap<Feed, ReturnType<typeof openAccounts>>()

  return {
    open(feed, store, did) {
      const accounts = byFeed.get(feed) ?? openAccounts(feed, clock)
      byFeed.set(feed, accounts)
      return accounts.open(store, did)
    },
  }
}

function openAccounts(feed: Feed, clock: () => number) {
  const opening = new Map<string, Promise<Account>>()
  const accounts = new Map<string, Account>()
  let unlisten: (() => void) | undefined
  let optedOut = feed.optedOut()

  function endAll(): void {
    for (const account of accounts.values()) account.end(false)
  }

  /** Counts that hold somebody who has opted out meanwhile are begun anew, without them. */
  function endOptedOut(): void {
    if (feed.optedOut() === optedOut) return
    optedOut = feed.optedOut()
    for (const [did, { state, end }] of accounts) {
      const isCounted = optedOut.values().some((partner) => state.partners.has(partner))
      if (isCounted || optedOut.has(did)) end(true)
    }
  }

  function onEntry(entry: Entry): void {
    endOptedOut()
    for (const did of concernedBy(entry, accounts)) accounts.get(did)?.hand(entry)
    for (const { did, active } of entry.statuses) if (!active) accounts.get(did)?.end(true)
  }

  function forget(did: string): void {
    opening.delete(did)
    accounts.delete(did)
    if (accounts.size > 0) return
    unlisten?.()
    unlisten = undefined
  }

  async function begin(store: Store, did: string): Promise<Account> {
    const { state, after } = await beginAccount(feed, store, did, clock)
    const account = accountOf(feed, did, state, after, () => forget(did))
    accounts.set(did, account)
    unlisten ??= feed.listen({ onEntry, onGap: endAll, onEnd: endAll })
    return account
  }

  return {
    async open(store: Store, did: string): Promise<Watched> {
      const opened = opening.get(did) ?? begin(store, did)
      opening.set(did, opened)
      opened.catch(() => opening.delete(did))
      return opened
    },
  }
}

/** Those of the accounts that something in the entry may concern. */
function concernedBy({ records }: Entry, accounts: ReadonlyMap<string, unknown>): Set<string> {
  const concerned = new Set<string>()
  for (const { author, links, before } of records) {
    if (accounts.has(author)) concerned.add(author)
    for (const { account } of before ? [...links, ...before] : links) {
      if (account !== undefined && accounts.has(account)) concerned.add(account)
    }
  }
  return concerned
}

/** @param after what comes up to these places is in the state already */
function accountOf(
  feed: Feed,
  did: string,
  state: AccountState,
  after: readonly Place[],
  forget: () => void,
): Account {
  const watchers = new Set<Watcher>()
  const idle = setTimeout(forget, 10_000).unref()

  /** @param told whether the places are those of a cursor, so that the next ones must not lie before */
  function changesIn(entry: Entry, from: readonly Place[], told = false) {
    return entry.records.flatMap((record) => {
      if (!isAfter(entry, record, from)) return []
      const changes = changesFor(did, record).filter(({ partner }) => !feed.optedOut().has(partner))
      const cursor = recordCursorOf(entry, record, told ? from : undefined)
      return changes.map((change, index) => ({
        change,
        cursor: index === changes.length - 1 ? cursor : undefined,
      }))
    })
  }

  return {
    state,
    hand(entry) {
      for (const { change, cursor } of changesIn(entry, after)) {
        applyChange(state, change)
        const told = { change: toldChangeOf(state, change), cursor }
        for (const watcher of watchers) watcher.onChange(told)
      }
    },
    since(places) {
      const { recent } = feed
      if (!recent.covers(places)) return undefined
      const changes = []
      for (let number = recent.first; number < recent.next; number++) {
        const entry = recent.at(number)
        if (entry) changes.push(...changesIn(entry, places, true))
        if (changes.length > MOST_CHANGES) return undefined
      }
      // Taken back and made again, so that each is told with the counts as they were after it.
      for (const { change } of changes.toReversed()) applyChange(state, change, -1)
      return changes.map(({ change, cursor }) => {
        applyChange(state, change)
        return { change: toldChangeOf(state, change), cursor }
      })
    },
    watch(watcher) {
      clearTimeout(idle)
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
        if (watchers.size === 0) forget()
      }
    },
    end(isStale) {
      forget()
      for (const watcher of watchers) watcher.onEnd(isStale)
    },
  }
}

function isAfter(entry: Entry, record: LiveRecord, places: readonly Place[]): boolean {
  const place = places[entry.partition]
  return place === undefined || comparePlaces(placeAfterRecord(entry, record), place) > 0
}
