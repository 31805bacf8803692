import type { AccountEvent, AccountStatus, IdentityEvent, JetstreamEvent } from '../event.ts'
import { exponential } from './distributions.ts'
import { handleOf, type Network } from './network.ts'

const RENAMED_SHARE = 0.015
const LEAVING_SHARE = 0.06
const HANDLE_NAMED_SHARE = 0.3
const MEAN_ABSENCE_US = 20 * 60_000_000
const ARRIVAL_MS = 150
const LEAVINGS: [AccountStatus, ...AccountStatus[]] = [
  'deactivated',
  'deactivated',
  'deactivated',
  'suspended',
  'takendown',
  'deleted',
]
const PLACES: [string, ...string[]] = ['moon', 'comet', 'harbour', 'north', 'garden']

/**
 * What happens to accounts themselves. Mostly a server announces again what is known already; now
 * and then somebody takes a new handle, is away for a while or leaves for good.
 */
export function createLifecycle(network: Network) {
  const absent: { account: number; returnsUs: number }[] = []

  function departureOf(account: number, timeUs: number): JetstreamEvent[] {
    const status = network.random.pick(LEAVINGS)
    if (!network.population.mayLeave(status)) return announcementOf(network, account, timeUs)
    network.population.leave(account, status)
    if (status !== 'deleted') {
      const returnsUs = timeUs + exponential(network.random) * MEAN_ABSENCE_US
      absent.push({ account, returnsUs })
    }
    return [accountEvent(network, account, timeUs, status)]
  }

  return {
    eventsOf(account: number, timeUs: number): JetstreamEvent[] {
      const kind = network.random.float()
      if (kind < RENAMED_SHARE) return renamingOf(network, account, timeUs)
      if (kind < RENAMED_SHARE + LEAVING_SHARE) return departureOf(account, timeUs)
      return announcementOf(network, account, timeUs)
    },
    /** The return of somebody whose absence is over; nothing where there is nobody. */
    returnAt(timeUs: number): JetstreamEvent[] {
      const at = absent.findIndex(({ returnsUs }) => returnsUs <= timeUs)
      const [back] = at < 0 ? [] : absent.splice(at, 1)
      if (!back) return []
      network.population.comeBack(back.account)
      return [accountEvent(network, back.account, timeUs)]
    },
  }
}

function announcementOf(network: Network, account: number, timeUs: number): JetstreamEvent[] {
  const named = network.random.chance(HANDLE_NAMED_SHARE)
  const handle = named ? handleOf(network, account) : undefined
  return [
    identityEvent(network, account, timeUs, handle),
    accountEvent(network, account, timeUs + 1),
  ]
}

function renamingOf(network: Network, account: number, timeUs: number): JetstreamEvent[] {
  const [label] = network.accountOf(account).handle.split('.')
  const handle = `${label}-${network.random.pick(PLACES)}.test`
  network.renamed.set(account, handle)
  return [identityEvent(network, account, timeUs, handle)]
}

function identityEvent(
  network: Network,
  account: number,
  timeUs: number,
  handle: string | undefined,
): IdentityEvent {
  const { did } = network.accountOf(account)
  const stamp = { seq: network.nextSequence(), time: relayTimeOf(timeUs) }
  const identity = handle ? { did, handle, ...stamp } : { did, ...stamp }
  return { did, time_us: timeUs, kind: 'identity', identity }
}

function accountEvent(
  network: Network,
  account: number,
  timeUs: number,
  status?: AccountStatus,
): AccountEvent {
  const { did } = network.accountOf(account)
  const stamp = { seq: network.nextSequence(), time: relayTimeOf(timeUs) }
  const state = status
    ? { active: false, did, seq: stamp.seq, status, time: stamp.time }
    : { active: true, did, ...stamp }
  return { did, time_us: timeUs, kind: 'account', account: state }
}

function relayTimeOf(timeUs: number): string {
  return new Date(timeUs / 1000 - ARRIVAL_MS).toISOString()
}
