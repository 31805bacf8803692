import { Readable } from 'node:stream'
import { readHidden } from '@orrery/shared/account-status'
import { type HistoryState, readHistory, readHistoryState } from '@orrery/shared/history'
import type { Span } from '@orrery/shared/members'
import { keptSince, type Store } from '@orrery/shared/store'
import { pageOfRecords } from './account-records.ts'
import type { Actor } from './actor.ts'
import type { Sources } from './answers.ts'
import type { Place } from './bucket-pages.ts'
import { unknownProfile } from './circle.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import { pageOfReceived } from './received-pages.ts'
import { recordsOfLinks } from './received-records.ts'
import { linksOfRecords } from './record-links.ts'
import { privateAmong, refusePrivate } from './shown.ts'

/** How much is in memory at a time: so many records or links, or one day or week of history. */
const AT_ONCE = 2000

/**
 * Everything that is kept about an account, as the text of one JSON object, made as it is read: its
 * profile, the records that it made with their links, the links of others to it, and its history. Of
 * what others did, nothing of accounts that are hidden.
 * @throws Refusal where the account is hidden or private
 */
export async function exportOf(sources: Sources, actor: Actor): Promise<Readable> {
  const { stored, appView, readProfiles, now } = sources
  const { store } = stored
  const { did, handle } = await ownerOf(store, appView, actor)
  await refuseHidden(store, did)
  const known = (await readProfiles(stored, [did])).get(did) ?? unknownProfile(did)
  refusePrivate(known)
  const profile = { ...known, handle: known.handle ?? handle }
  const account = (await store.accounts.find([did])).get(did)
  const head = { did, exportedAt: new Date(now).toISOString(), profile }
  const lists = account === undefined ? {} : listsOf(store, { did, account, now })
  return Readable.from(textOf(head, lists), { objectMode: false })
}

type Lists = Record<string, AsyncIterable<object[]>>

function listsOf(
  store: Store,
  { did, account, now }: { did: string; account: number; now: number },
): Lists {
  const span = { from: keptSince(store, now), to: Number.POSITIVE_INFINITY }
  return {
    records: recordsIn(store, did, account, span),
    linksToAccount: linksIn(store, account, span),
    history: historyIn(store, account),
  }
}

async function* textOf(head: object, lists: Lists): AsyncGenerator<string> {
  yield JSON.stringify(head).slice(0, -1)
  for (const [name, list] of Object.entries(lists)) {
    yield `,${JSON.stringify(name)}:[`
    let isFirst = true
    for await (const items of list) {
      if (items.length === 0) continue
      yield `${isFirst ? '' : ','}${JSON.stringify(items).slice(1, -1)}`
      isFirst = false
    }
    yield ']'
  }
  yield '}\n'
}

async function* recordsIn(store: Store, did: string, account: number, span: Span) {
  const asked = { account, collection: undefined, span }
  yield* pagesOf(
    (request) => pageOfRecords(store, asked, request),
    (page) => linksOfRecords(store, did, page),
  )
}

async function* linksIn(store: Store, account: number, span: Span) {
  const asked = { account, matches: () => true, span }
  yield* pagesOf(
    (request) => pageOfReceived(store, asked, request),
    (page) => recordsOfLinks(store, page),
  )
}

async function* pagesOf<Item extends Place>(
  read: (request: { order: 'oldest'; after?: Place; limit: number }) => Promise<Item[]>,
  toAnswer: (page: Item[]) => Promise<object[]>,
): AsyncGenerator<object[]> {
  let page = await read({ order: 'oldest', limit: AT_ONCE })
  for (let after = page.at(-1); after !== undefined; after = page.at(-1)) {
    yield await toAnswer(page)
    if (page.length < AT_ONCE) return
    page = await read({ order: 'oldest', after, limit: AT_ONCE })
  }
}

/** What passed by partner, type and hour; of older times by the day or the week. */
async function* historyIn(store: Store, account: number): AsyncGenerator<object[]> {
  const state = await readHistoryState(store.redis)
  for (const part of singleParts(state)) {
    const whole = { from: 0, to: Number.POSITIVE_INFINITY }
    const { sent, received } = await readHistory(store, part, account, whole)
    const step = stepOf(part)
    const partners = [...sent, ...received].map(({ partner }) => partner)
    const dids = await store.accounts.didsOf(partners)
    const hidden = await readHidden(store, new Set(partners))
    const unnamed = await privateAmong(store, [...new Set(dids.values())])
    for (const [direction, counts] of Object.entries({ sent, received })) {
      yield counts.flatMap(({ partner, at, ...count }) => {
        const did = dids.get(partner)
        if (did === undefined || hidden.has(partner)) return []
        const partnerDid = unnamed.has(did) ? null : did
        return { direction, did: partnerDid, at: new Date(at).toISOString(), step, ...count }
      })
    }
  }
}

/** How much time one count of a part stands for. */
function stepOf({ days, weeks }: HistoryState): 'hour' | 'day' | 'week' {
  if (weeks.size > 0) return 'week'
  return [...days.values()].some(({ isCoarse }) => isCoarse) ? 'day' : 'hour'
}

/** A state of history for each day and week, which has that one alone. */
function* singleParts(state: HistoryState): Generator<HistoryState> {
  for (const day of state.days) yield { ...state, days: new Map([day]), weeks: new Map() }
  for (const week of state.weeks) yield { ...state, days: new Map(), weeks: new Map([week]) }
}
