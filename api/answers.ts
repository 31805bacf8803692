import type { Readable } from 'node:stream'
import type { Circle, Direction, Profile } from '@orrery/shared/circle'
import type { ReadAccountWindow } from './account-window.ts'
import type { Actor } from './actor.ts'
import { type AppView, AppViewError } from './appview.ts'
import { circleOf, unknownProfile } from './circle.ts'
import type { CircleQuery } from './circle-parameters.ts'
import { filterOf } from './filters.ts'
import { jsonOf } from './long-json.ts'
import { type Owner, ownerOf, refuseHidden } from './owner.ts'
import { type Pair, pairOf } from './pairs.ts'
import type { InteractionsQuery, PairQuery, RecordQuery } from './parameters.ts'
import { inOrder, type Names, namesOf, rowOf } from './partners.ts'
import { passingRows, passingTallies } from './passing.ts'
import type { ReadProfiles } from './profiles.ts'
import { strongestOf } from './ranking.ts'
import { type InteractionDocument, interactionsOfRecord } from './record-interactions.ts'
import { upstreamUnavailable } from './refusal.ts'
import { optedOutAmong, privateAmong, refusePrivate } from './shown.ts'
import type { Stored } from './stored.ts'
import type { ReadStrongest } from './strongest-rows.ts'
import type { Tally } from './tallies.ts'
import { type Window, windowOf } from './window.ts'

const FILTERED_ROWS = 100
const LOOKED_UP_ROWS = 100

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
  { window: asked, direction, ranking, weights, orbits, hide, ...filters }: CircleQuery,
): Promise<Circle> {
  const [{ owner, tallies, window }, hidden] = await Promise.all([
    readWindow(sources, actor, asked),
    numbersOf(sources, hide),
  ])
  const places = { direction, ranking, weights, orbits, hidden }
  const rows = await passingRows(sources, owner, tallies, { ...places, filters })
  const people = strongestOf(rows, places).map(({ row }) => row.did)
  const profiles = await sources.readProfiles(sources.stored, [owner.did, ...people])
  const centre = profiles.get(owner.did) ?? unknownProfile(owner.did)
  refusePrivate(centre)
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

export async function interactionsAnswerOf(
  sources: Sources,
  actor: Actor,
  query: InteractionsQuery,
): Promise<object | Readable> {
  const { head, lists, toRow } = await interactionListsOf(sources, actor, query)
  return jsonOf(head, lists, toRow)
}

/**
 * With the direction `both` all three lists are filled, with another one that list alone. Rows of
 * private accounts have no DID, as far as is known of them and of the first hundred for certain.
 */
export async function interactionListsOf(
  sources: Sources,
  actor: Actor,
  { window: asked, direction, limit, ...filters }: InteractionsQuery,
) {
  const { stored, readProfiles } = sources
  const { owner, tallies, window } = await readWindow(sources, actor, asked)
  const [profiles, names] = await Promise.all([
    readProfiles(stored, [owner.did]),
    namesOf(stored.store, tallies[direction]),
  ])
  const centre = profiles.get(owner.did) ?? unknownProfile(owner.did)
  refusePrivate(centre)
  const filterOut = filterOf(sources, owner.did, filters)
  const lists: Record<Direction, Tally[]> = { sent: [], received: [], both: [] }
  for (const each of ['sent', 'received', 'both'] as const) {
    if (direction === 'both' || direction === each) {
      const all = await inOrder(tallies[each], names)
      lists[each] = filterOut
        ? await passingTallies(filterOut, all, names, limit ?? FILTERED_ROWS)
        : all.slice(0, limit)
    }
  }
  const unnamed = await privatePartners(sources, lists, names)
  const head = { did: owner.did, handle: centre.handle ?? owner.handle, window }
  const toRow = (tally: Tally) => {
    const row = rowOf(tally, names)
    return unnamed.has(row.did) ? { ...row, did: null } : row
  }
  return { head, lists, toRow }
}

/** The accounts of the first rows are looked up; of the others it is enough what is known. */
async function privatePartners(
  { stored, readProfiles }: Sources,
  lists: Record<Direction, Tally[]>,
  names: Names,
): Promise<ReadonlySet<string>> {
  const first = Object.values(lists).flatMap((list) => list.slice(0, LOOKED_UP_ROWS))
  const all = new Set(Object.values(lists).flat())
  const didsOf = (tallies: Iterable<Tally>) => {
    return Array.from(tallies, ({ partner }) => names.get(partner) ?? '')
  }
  await readProfiles(stored, didsOf(first))
  return privateAmong(stored.store, didsOf(all))
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
    refusePrivate(profile)
    return { ...profile, handle: profile.handle ?? handle }
  }
  return { a: profileOf(a), b: profileOf(b), ...figures }
}

export async function recordAnswerOf(
  { stored: { store }, appView, now }: Sources,
  { uri }: RecordQuery,
): Promise<{ interactions: InteractionDocument[] }> {
  const { did } = await ownerOf(store, appView, uri.actor)
  return { interactions: await interactionsOfRecord(store, did, uri, now) }
}

/** Of accounts that are private or have opted out there is nothing but the DID that was asked for. */
export async function profilesAnswerOf(
  { stored, readProfiles }: Sources,
  asked: readonly string[],
): Promise<Profile[]> {
  const dids = [...new Set(asked)]
  const numbers = await stored.store.accounts.find(dids)
  const optedOut = await optedOutAmong(stored.store, numbers.values())
  // Of who opted out not even that is kept which the AppView says of them.
  const readable = dids.filter((did) => !optedOut.has(numbers.get(did) ?? -1))
  const profiles = await readProfiles(stored, readable)
  return dids.map((did) => {
    const profile = profiles.get(did)
    return profile && !profile.private ? profile : unknownProfile(did)
  })
}

/** Accounts that are private or have opted out are not found. */
export async function searchAnswerOf(
  { appView, stored: { store } }: Sources,
  text: string,
): Promise<Profile[]> {
  try {
    const found = (await appView.search(text)).filter((profile) => !profile.private)
    const numbers = await store.accounts.find(found.map(({ did }) => did))
    const optedOut = await optedOutAmong(store, numbers.values())
    return found.filter(({ did }) => !optedOut.has(numbers.get(did) ?? -1))
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
