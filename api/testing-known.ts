import { openDocuments } from '@orrery/shared/documents'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { openStore } from '@orrery/shared/store'
import { openAccountSketches } from '../indexer/account-sketches.ts'
import { openEventCounter } from '../indexer/count-events.ts'
import { openSampleKeeper } from '../indexer/samples.ts'
import { sumCollections } from '../scheduler/collections.ts'
import { writeTopLists } from '../scheduler/top-lists.ts'
import type { TestApi } from './testing.ts'
import { commit, didOf, reply, status } from './testing-events.ts'

/** The accounts and the records that the examples of the API's document name. */
export const BSKY = 'did:plc:z72i7hdynmk6r22z27h6tvur'
export const ATPROTO = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
export const LIST = `at://${BSKY}/app.bsky.graph.list/3l6oveex3ii2l`

export const PRIVATE = didOf('private')

export const KNOWN_ACCOUNTS = {
  [BSKY]: { handle: 'bsky.app', displayName: 'Bluesky' },
  [ATPROTO]: { handle: 'atproto.com', displayName: 'AT Protocol' },
  [didOf('ann')]: { handle: 'ann.example', displayName: 'Ann' },
  [PRIVATE]: {
    handle: 'private.example',
    labels: [
      { src: PRIVATE, uri: PRIVATE, val: '!no-unauthenticated', cts: '2026-11-20T13:00:00Z' },
    ],
  },
}

/** Accounts that are not active, by what is said of them. */
export const HIDDEN = {
  AccountDeactivated: didOf('deactivated'),
  AccountTakedown: didOf('takendown'),
  AccountSuspended: didOf('suspended'),
  AccountDeleted: didOf('deleted'),
  AccountInactive: didOf('inactive'),
  AccountOptedOut: didOf('optedout'),
}

const HOUR = 3_600_000

/** Something for every example to find; also counted, sampled and ranked. */
export async function fillWithKnown(api: TestApi, now: number): Promise<void> {
  const events = [...eventsAt(now - 3 * HOUR), ...eventsAt(now - 5 * 60_000)]
  await api.apply(events)
  await api.apply(hiddenAt(now))
  const layout = await claimLayout(api.redis, { partitions: 4, bucketHours: 1 })
  const store = openStore(api.redis, layout, 48)
  const read = events.map(readNetworkEvent)
  const counter = await openEventCounter(api.redis, 0, openAccountSketches())
  await counter.count([{ id: '1-0', events: read }], now)
  const { signal } = new AbortController()
  await sumCollections(store, now, signal)
  await (await openSampleKeeper(api.redis, 0, layout.partitions)).apply(read, now)
  const documents = openDocuments(api.redis, { json: false })
  await writeTopLists({ store, documents, historyDays: 30 }, now, signal)
}

function eventsAt(time: number): { did: string }[] {
  const post = `at://${BSKY}/app.bsky.feed.post/3l6oveex3ii2l`
  const subject = { uri: post, cid: 'bafy' }
  const written = reply('ann', 'ben', 'hello', time + 4)
  return [
    commit('ann', 'app.bsky.feed.like', { subject }, time),
    commit('ann', 'app.bsky.graph.follow', { subject: BSKY }, time + 1),
    by(ATPROTO, commit('ann', 'app.bsky.graph.follow', { subject: BSKY }, time + 2)),
    by(ATPROTO, commit('ann', 'app.bsky.feed.repost', { subject }, time + 3)),
    by(BSKY, { ...written, commit: { ...written.commit, rkey: '3l6oveex3ii2l' } }),
    by(ATPROTO, commit('ann', 'app.bsky.graph.listitem', { subject: BSKY, list: LIST }, time + 5)),
  ]
}

function hiddenAt(time: number): object[] {
  const states = ['deactivated', 'takendown', 'suspended', 'deleted', 'inactive']
  const bye = commit('optedout', 'app.bsky.feed.post', { text: '#orrery-optout' }, time - 1500)
  const changes = states.flatMap((name) => [
    commit(name, 'app.bsky.graph.follow', { subject: BSKY }, time - 2000),
    status(name, { active: false, ...(name !== 'inactive' && { status: name }) }, time - 1000),
  ])
  return [...changes, bye]
}

function by<Event extends { did: string }>(did: string, event: Event): Event {
  return { ...event, did }
}

function readNetworkEvent(event: object): NetworkEvent {
  const result = readEvent(JSON.stringify(event))
  if ('reason' in result) throw new Error(result.reason)
  return result.event
}
