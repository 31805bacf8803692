import type { Router, RouterContext } from '@koa/router'
import { readHidden } from '@orrery/shared/account-status'
import type { Store } from '@orrery/shared/store'
import type { AppView } from './appview.ts'
import { unknownProfile } from './circle.ts'
import type { Feed } from './event-feed.ts'
import { answerWithEvents, type EventStream } from './event-stream.ts'
import type { Live } from './live.ts'
import { snapshotOf } from './live-account.ts'
import { untilReached } from './live-account-start.ts'
import type { CursoredChange } from './live-accounts.ts'
import { type Place, parseCursor } from './live-cursor.ts'
import { rateAnswerOf } from './live-rate.ts'
import { documented } from './openapi.ts'
import { liveAccountCall, liveCall, subscribeCall } from './openapi-live.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import { readActor } from './parameters.ts'
import type { ReadProfiles } from './profiles.ts'
import { Refusal } from './refusal.ts'
import { privateAmong, refusePrivate } from './shown.ts'
import type { Stored } from './stored.ts'
import { SUBSCRIBE } from './subscribe-request.ts'

export type LiveDependencies = {
  live: Live
  readStored: () => Promise<Stored>
  appView: AppView
  readProfiles: ReadProfiles
  clock: () => number
}

const SECOND = 1000
const MOVERS_EVERY = 5
const MOVERS = 20

/**
 * `/live/:actor` and `/live`, as Server-Sent Events; the README has what they tell. A request for
 * `/subscribe` comes here only where it does not want to become a WebSocket.
 */
export function addLiveRoutes(router: Router, dependencies: LiveDependencies): void {
  router.get('/live', documented(liveCall), (ctx) => tellNetwork(ctx, dependencies))
  router.get('/live/:actor', documented(liveAccountCall), (ctx) => tellAccount(ctx, dependencies))
  router.get(SUBSCRIBE, documented(subscribeCall), (ctx) => {
    ctx.set({ Connection: 'Upgrade', Upgrade: 'websocket' })
    throw new Refusal(426, 'UpgradeRequired', 'This address is a WebSocket.')
  })
}

async function tellNetwork(ctx: RouterContext, { live, readStored, clock }: LiveDependencies) {
  live.makeRoom()
  const { store } = await readStored()
  const feed = await live.feed.open()
  const stream = answerWithEvents(ctx)
  live.keep(stream)
  let told = lastSecondOf(ctx) ?? Math.floor(clock() / SECOND) - 3
  let turn = 0

  async function tick(): Promise<void> {
    for (const rate of live.rate().since(told, clock())) {
      told = rate.second
      stream.send('rate', rateAnswerOf(rate), String(told))
    }
    if (turn++ % MOVERS_EVERY > 0) return
    stream.send('movers', await moversOf(store, live, feed, clock()))
  }

  // What fails now may work a second later.
  const ticking = setInterval(() => void tick().catch(() => {}), SECOND)
  const unlisten = feed.listen({ onEntry: () => {}, onEnd: () => stream.end() })
  stream.onEnd(() => {
    clearInterval(ticking)
    unlisten()
  })
  await tick()
}

async function moversOf(store: Store, live: Live, feed: Feed, now: number) {
  const movers = live.movers().top(2 * MOVERS, now)
  const accounts = await store.accounts.find(movers.map(({ did }) => did))
  const hidden = await readHidden(store, accounts.values())
  const unnamed = await privateAmong(
    store,
    movers.map(({ did }) => did),
  )
  const isShown = (did: string) =>
    !hidden.has(accounts.get(did) ?? -1) && !unnamed.has(did) && !feed.optedOut().has(did)
  return { accounts: movers.filter(({ did }) => isShown(did)).slice(0, MOVERS) }
}

async function tellAccount(ctx: RouterContext, dependencies: LiveDependencies): Promise<void> {
  const { live, readStored, appView, readProfiles } = dependencies
  const actor = readActor(ctx.params.actor)
  live.makeRoom()
  const stored = await readStored()
  const { did, handle } = await ownerOf(stored.store, appView, actor)
  await refuseHidden(stored.store, did)
  const profile = (await readProfiles(stored, [did])).get(did) ?? unknownProfile(did)
  refusePrivate(profile)
  const feed = await live.feed.open()
  const account = await live.accounts.open(feed, stored.store, did)
  const places = placesOf(ctx.get('Last-Event-ID'), feed)
  if (places) await untilReached(feed, places)
  const missed = places && account.since(places)
  const stream = answerWithEvents(ctx)
  const tell = openTelling(stream, stored.store)
  if (missed) for (const changed of missed) tell.change(changed)
  else {
    const snapshot = { ...snapshotOf(did, account.state), handle: profile.handle ?? handle }
    tell.snapshot(snapshot, feed.cursor())
  }
  live.keep(stream)
  const onEnd = (isStale: boolean) => {
    if (isStale) stream.forget()
    stream.end()
  }
  stream.onEnd(account.watch({ onChange: tell.change, onEnd }))
}

/** Tells one after the other, without the names of people who do not want to be shown. */
function openTelling(stream: EventStream, store: Store) {
  let last: Promise<void> = Promise.resolve()

  function next(act: () => Promise<void>): void {
    // Without Redis nobody knows who may be named: who comes back is told then.
    last = last.then(act).catch(() => stream.end())
  }

  return {
    snapshot(snapshot: ReturnType<typeof snapshotOf>, cursor: string): void {
      const copy = structuredClone(snapshot)
      next(async () => {
        const unnamed = await privateAmong(
          store,
          copy.partners.map(({ did }) => did),
        )
        const partners = copy.partners.map((row) => ({
          ...row,
          did: unnamed.has(row.did) ? null : row.did,
        }))
        stream.send('snapshot', { ...copy, partners }, cursor)
      })
    },
    change({ change, cursor }: CursoredChange): void {
      next(async () => {
        const unnamed = await privateAmong(store, [change.partner])
        const partner = unnamed.has(change.partner) ? null : change.partner
        stream.send('change', { ...change, partner }, cursor)
      })
    },
  }
}

/** Undefined too for a cursor of a store with another number of partitions. */
function placesOf(id: string, { recent }: Feed): Place[] | undefined {
  const places = parseCursor(id)
  return places?.length === recent.places().length ? places : undefined
}

function lastSecondOf(ctx: RouterContext): number | undefined {
  const id = ctx.get('Last-Event-ID')
  return /^\d{1,12}$/.test(id) ? Number(id) : undefined
}
