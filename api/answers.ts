import type { Readable } from 'node:stream'
import type { Circle, Direction, Profile } from '@orrery/shared/circle'
import type { ReadAccountWindow } from './account-window.ts'
import type { Actor } from './actor.ts'
import { type AppView, AppViewError } from './appview.ts'
import { circleOf, unknownProfile } from './circle.ts'
import type { CircleQuery } from './circle-parameters.ts'
import { jsonOf } from './long-json.ts'
import { type Owner, ownerOf, refuseHidden } from './owner.ts'
import { type Pair, pairOf } from './pairs.ts'
import type { InteractionsQuery, PairQuery, RecordQuery } from './parameters.ts'
import { inOrder, namesOf, rowOf } from './partners.ts'
import type { ReadProfiles } from './profiles.ts'
import { strongestOf } from './ranking.ts'
import { type InteractionDocument, interactionsOfRecord } from './record-interactions.ts'
import { upstreamUnavailable } from './refusal.ts'
import type { Stored } from './stored.ts'
import type { ReadStrongest } from './strongest-rows.ts'
import type { Tally } from './tallies.ts'
import { type Window, windowOf } from './window.ts'

/** Where answers come from. `now` is the time of the request in milliseconds. */
export type Sources = {
  stored: Stored
  appView: AppView
  readProfiles: ReadProfiles
  readAccountWindow: ReadAccountWindow
  readStrongest: ReadStrongest
  now: number
}

export async function circleAnswerOf(
  sources: Sources,
  actor: Actor,
  { window: asked, direction, ranking, weights, orbits, hide }: CircleQuery,
): Promise<Circle> {
  const [{ owner, tallies, window }, hidden] = await Promise.all([
    readWindow(sources, actor, asked),
    numbersOf(sources, hide),
  ])
  const places = { direction, ranking, weights, orbits, hidden }
  const rows = await sources.readStrongest(sources.stored.store, tallies, places)
  const people = strongestOf(rows, places).map(({ row }) => row.did)
  const profiles = await sources.readProfiles(sources.stored, [owner.did, ...people])
  const centre = profiles.get(owner.did) ?? unknownProfile(owner.did)
  return circleOf(
    { ...centre, handle: centre.handle ?? owner.handle },
    rows,
    { window, ...places },
    profiles,
  )
}

/** The numbers of those among the accounts that the store has met, in order. */
async function numbersOf({ stored: { store }, appView }: Sources, actors: Actor[]) {
  const owners = await Promise.all(actors.map((actor) => ownerOf(store, appView, actor)))
  const numbers = await store.accounts.find(owners.map(({ did }) => did))
  return Array.from(numbers.values()).sort((a, b) => a - b)
}

/** With the direction `both` all three lists are filled, with another one that list alone. */
export async function interactionsAnswerOf(
  sources: Sources,
  actor: Actor,
  { window: asked, direction }: InteractionsQuery,
): Promise<object | Readable> {
  const { owner, tallies, window } = await readWindow(sources, actor, asked)
  const [profiles, names] = await Promise.all([
    sources.readProfiles(sources.stored, [owner.did]),
    namesOf(sources.stored.store, tallies[direction]),
  ])
  const handle = profiles.get(owner.did)?.handle ?? owner.handle
  const lists: Record<Direction, Tally[]> = { sent: [], received: [], both: [] }
  for (const each of ['sent', 'received', 'both'] as const) {
    if (direction === 'both' || direction === each) {
      lists[each] = await inOrder(tallies[each], names)
    }
  }
  return jsonOf({ did: owner.did, handle, window }, lists, (tally) => rowOf(tally, names))
}

export async function pairAnswerOf(
  sources: Sources,
  actors: readonly [Actor, Actor],
  { window }: PairQuery,
): Promise<Pair> {
  const { stored, appView, readProfiles, now } = sources
  const owners = await Promise.all(actors.map((actor) => ownerOf(stored.store, appView, actor)))
  const [a, b] = owners as [Owner, Owner]
  for (const { did } of [a, b]) await refuseHidden(stored.store, did)
  const [figures, profiles] = await Promise.all([
    pairOf(stored.store, [a.did, b.did], window, now),
    readProfiles(stored, [a.did, b.did]),
  ])
  const profileOf = ({ did, handle }: Owner): Profile => {
    const profile = profiles.get(did) ?? unknownProfile(did)
    return { ...profile, handle: profile.handle ?? handle }
  }
  return { a: profileOf(a), b: profileOf(b), ...figures }
}

export async function recordAnswerOf(
  { stored: { store }, appView }: Sources,
  { uri }: RecordQuery,
): Promise<{ interactions: InteractionDocument[] }> {
  const { did } = await ownerOf(store, appView, uri.actor)
  return { interactions: await interactionsOfRecord(store, did, uri.collection, uri.rkey) }
}

export async function searchAnswerOf(appView: AppView, text: string): Promise<Profile[]> {
  try {
    return await appView.search(text)
  } catch (error) {
    if (error instanceof AppViewError) throw upstreamUnavailable('a whole handle may work')
    throw error
  }
}

async function readWindow(
  { stored: { store }, appView, readAccountWindow, now }: Sources,
  actor: Actor,
  asked: Window,
) {
  const owner = await ownerOf(store, appView, actor)
  const [{ span, tallies }] = await Promise.all([
    readAccountWindow(store, owner.did, asked, now),
    refuseHidden(store, owner.did),
  ])
  return { owner, tallies, window: windowOf(span) }
}
