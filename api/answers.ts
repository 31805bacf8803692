import type { Circle, Profile } from '@orrery/shared/circle'
import type { Actor } from './actor.ts'
import { type AppView, AppViewError } from './appview.ts'
import { circleOf, strongestOf, unknownProfile } from './circle.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import type { CircleQuery, InteractionsQuery, RecordQuery, WindowName } from './parameters.ts'
import { partnersOf } from './partners.ts'
import type { ReadProfiles } from './profiles.ts'
import { type InteractionDocument, interactionsOfRecord } from './record-interactions.ts'
import { upstreamUnavailable } from './refusal.ts'
import type { Stored } from './stored.ts'
import { spanOf, windowOf } from './window.ts'

/** Where answers come from. `now` is the time of the request in milliseconds. */
export type Sources = {
  stored: Stored
  appView: AppView
  readProfiles: ReadProfiles
  now: number
}

export async function circleAnswerOf(
  sources: Sources,
  actor: Actor,
  { window: name, direction, weights, orbits }: CircleQuery,
): Promise<Circle> {
  const { owner, partners, window } = await readPartners(sources, actor, name)
  const rows = partners[direction]
  const people = strongestOf(rows, { orbits, weights }).map(({ row }) => row.did)
  const profiles = await sources.readProfiles(sources.stored, [owner.did, ...people])
  const centre = profiles.get(owner.did) ?? unknownProfile(owner.did)
  return circleOf(
    { ...centre, handle: centre.handle ?? owner.handle },
    rows,
    { window, direction, weights, orbits },
    profiles,
  )
}

/** With the direction `both` there are all three lists, with another one that list alone. */
export async function interactionsAnswerOf(
  sources: Sources,
  actor: Actor,
  { window: name, direction }: InteractionsQuery,
) {
  const { owner, partners, window } = await readPartners(sources, actor, name)
  const profiles = await sources.readProfiles(sources.stored, [owner.did])
  const handle = profiles.get(owner.did)?.handle ?? owner.handle
  const lists = direction === 'both' ? partners : { [direction]: partners[direction] }
  return { did: owner.did, handle, window, ...lists }
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

async function readPartners(
  { stored: { store }, appView, now }: Sources,
  actor: Actor,
  name: WindowName,
) {
  const owner = await ownerOf(store, appView, actor)
  await refuseHidden(store, owner.did)
  const span = await spanOf(store, name, now)
  return { owner, partners: await partnersOf(store, owner.did, span), window: windowOf(span) }
}
