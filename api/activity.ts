import type { Counts, TimeWindow } from '@orrery/shared/circle'
import type { PastDirection } from '@orrery/shared/history'
import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'
import { startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { countInteractions, hiddenAmong } from './account-tallies.ts'
import type { Actor } from './actor.ts'
import type { Sources } from './answers.ts'
import { unknownProfile } from './circle.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import type { ActivityQuery } from './parameters.ts'
import { refusePrivate } from './shown.ts'
import { findSources, windowOf } from './window.ts'

type BothWays = Record<PastDirection, Counts>

/** What an account did and got; steps begin with an hour or a day, and those without any are left out. */
export type Activity = BothWays & {
  window: TimeWindow
  step: ActivityQuery['step']
  accounts: Record<PastDirection | 'both', number>
  steps: ({ at: string } & BothWays)[]
}

export type ActivityAnswer = { did: string; handle: string | null } & Activity

export async function activityAnswerOf(
  { stored: { store, ...others }, appView, readProfiles, now }: Sources,
  actor: Actor,
  query: ActivityQuery,
): Promise<ActivityAnswer> {
  const { did, handle } = await ownerOf(store, appView, actor)
  await refuseHidden(store, did)
  const [profiles, activity] = await Promise.all([
    readProfiles({ store, ...others }, [did]),
    activityOf(store, did, query, now),
  ])
  const profile = profiles.get(did) ?? unknownProfile(did)
  refusePrivate(profile)
  return { did, handle: profile.handle ?? handle, ...activity }
}

async function activityOf(
  store: Store,
  did: string,
  { window: asked, step }: ActivityQuery,
  now: number,
): Promise<Activity> {
  const { whole, raw, past } = await findSources(store, asked, now)
  const account = (await store.accounts.find([did])).get(did)
  const [sent, received] = [openCells(), openCells()]
  if (account !== undefined) {
    await countInteractions(store, { account, span: raw, past }, (direction) => {
      const { add } = direction === 'sent' ? sent : received
      return {
        record(partner, types, { time }) {
          for (const type of types) add(partner, startOf(time, step), type, 1)
        },
        past: ({ partner, at, type, count }) => add(partner, startOf(at, step), type, count),
      }
    })
  }
  const met = sent.partners.union(received.partners)
  const hidden = await hiddenAmong(store, met)
  const steps = stepsOf(sent.stepsWithout(hidden), received.stepsWithout(hidden))
  const shown = (partners: ReadonlySet<number>) =>
    Array.from(partners).filter((partner) => !hidden.has(partner)).length
  return {
    window: windowOf(whole),
    step,
    sent: sumOf(steps.map((each) => each.sent)),
    received: sumOf(steps.map((each) => each.received)),
    accounts: {
      sent: shown(sent.partners),
      received: shown(received.partners),
      both: shown(met),
    },
    steps,
  }
}

function stepsOf(sent: Map<number, Counts>, received: Map<number, Counts>): Activity['steps'] {
  return Array.from(new Set([...sent.keys(), ...received.keys()]))
    .sort((a, b) => a - b)
    .map((at) => ({
      at: new Date(at).toISOString(),
      sent: sent.get(at) ?? noCounts(),
      received: received.get(at) ?? noCounts(),
    }))
}

/** Counts by step, partner and type; of which partners nothing is told is known only at the end. */
function openCells() {
  const partners = new Set<number>()
  const steps = new Map<number, Map<number, number>>()

  return {
    partners,
    add(partner: number, at: number, type: InteractionType, count: number): void {
      partners.add(partner)
      const cells = steps.get(at) ?? new Map<number, number>()
      steps.set(at, cells)
      const cell = partner * INTERACTION_TYPES.length + INTERACTION_TYPES.indexOf(type)
      cells.set(cell, (cells.get(cell) ?? 0) + count)
    },
    stepsWithout(hidden: ReadonlyMap<number, unknown>): Map<number, Counts> {
      const shown = Array.from(steps, ([at, cells]) => [at, countsOf(cells, hidden)] as const)
      return new Map(shown.filter(([, { total }]) => total > 0))
    },
  }
}

function countsOf(cells: Map<number, number>, hidden: ReadonlyMap<number, unknown>): Counts {
  const counts = noCounts()
  for (const [cell, count] of cells) {
    if (hidden.has(Math.floor(cell / INTERACTION_TYPES.length))) continue
    counts[INTERACTION_TYPES[cell % INTERACTION_TYPES.length] ?? 'like'] += count
    counts.total += count
  }
  return counts
}

function sumOf(some: Iterable<Counts>): Counts {
  const sum = noCounts()
  for (const counts of some) {
    for (const type of [...INTERACTION_TYPES, 'total'] as const) sum[type] += counts[type]
  }
  return sum
}

function noCounts(): Counts {
  return { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
}
