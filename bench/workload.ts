import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import type { JetstreamEvent } from '../demo/event.ts'
import { activityAt } from '../demo/simulation/diurnal.ts'
import { simulate } from '../demo/simulation/simulate.ts'

export type WorkloadParameters = {
  seed: number
  accounts: number
  /** About how many events the span holds. */
  events: number
  /** Milliseconds since the epoch at which the last of them is over. */
  now: number
  /** 48 where it is absent. */
  hours?: number
}

/** Of the simulated network's events, those that make an interaction; some records make several. */
export const INTERACTIONS_PER_EVENT = 0.82
const HOUR_MICROSECONDS = 3_600_000_000
/** The span begins late by this: a commit is older than its event, and the store forgets by commits. */
const START_MICROSECONDS = 60_000_000

/**
 * The events of a simulated network over some hours, denser by day than by night as on the live
 * network, oldest first. They go on after `now`: whoever wants so many takes so many.
 */
export function eventsOf(parameters: WorkloadParameters): Generator<JetstreamEvent, never> {
  const { seed, accounts, events, now, hours = 48 } = parameters
  const perSecond = events / (hours * 3600)
  return simulate({
    seed,
    accounts,
    startUs: now * 1000 - hours * HOUR_MICROSECONDS + START_MICROSECONDS,
    rateAt: (timeUs) => perSecond * activityAt(timeUs),
  })
}

/** The event as a service has it that read it from a stream. */
export function networkEventOf(event: JetstreamEvent): NetworkEvent {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(`the simulated network said nonsense: ${read.reason}`)
  return read.event
}
