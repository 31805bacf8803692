import type { CommitEvent } from '../event.ts'
import type { Account } from './accounts.ts'
import { writeOf } from './commits.ts'
import type { Network } from './network.ts'
import { SITES } from './phrases.ts'
import { blobOf } from './posting.ts'

const NEW_PROFILE_SHARE = 0.25
const NEW_LIST_SHARE = 0.2
const PROFILE_DEED = 4
const SIGNS: [string, ...string[]] = ['☾', '✦', '☀', '☄', '♄']

/** A profile, with a display name that is not quite the one before. */
export function profileOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const { random } = network
  const { displayName } = network.accountOf(account)
  const first = random.chance(NEW_PROFILE_SHARE) && network.isNew(PROFILE_DEED, account, 0)
  const record = {
    avatar: blobOf(random, 'image/png'),
    description: 'A simulated account in a simulated sky.',
    ...(displayName && { displayName: random.chance(0.5) ? displayName : signed(displayName) }),
  }
  const place = { rkey: 'self', operation: first ? 'create' : 'update' } as const
  return [
    writeOf(random, network.momentOf(account, timeUs), 'app.bsky.actor.profile', record, place),
  ]

  function signed(name: string) {
    return `${name.replace(/ \W$/u, '')} ${random.pick(SIGNS)}`
  }
}

export function statusOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const record = { durationMinutes: 240, status: 'app.bsky.actor.status#live' }
  const place = { rkey: 'self', operation: 'update' } as const
  const moment = network.momentOf(account, timeUs)
  return [writeOf(network.random, moment, 'app.bsky.actor.status', record, place)]
}

/** Adds somebody to one of the latest lists, or to a new one made in the same commit. */
export function listItemOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const { random } = network
  const lists = network.recordsOf('app.bsky.graph.list')
  const known = random.chance(NEW_LIST_SHARE) ? undefined : lists.take(random)
  const owner = known && network.population.isActive(known.author) ? known.author : account
  const moment = network.momentOf(owner, timeUs)
  const list = owner === known?.author ? known : { author: owner, rkey: moment.rkey }
  lists.add(list)
  network.recordsOf('app.bsky.graph.listitem').add({ author: owner, rkey: moment.rkey })
  const begun = list === known ? [] : [newList()]
  const item = writeOf(
    random,
    { ...moment, timeUs: timeUs + begun.length },
    'app.bsky.graph.listitem',
    {
      list: `at://${moment.did}/app.bsky.graph.list/${list.rkey}`,
      subject: network.accountOf(network.partnerOf(owner)).did,
    },
  )
  return [...begun, item]

  function newList() {
    const record = { name: 'Fellow travellers', purpose: 'app.bsky.graph.defs#curatelist' }
    return writeOf(random, moment, 'app.bsky.graph.list', record)
  }
}

/** A record of another app than Bluesky. */
export function elsewhereOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const { random } = network
  const moment = network.momentOf(account, timeUs)
  const make = random.pick([
    () =>
      writeOf(random, moment, 'xyz.statusphere.status', {
        status: random.pick(['🪐', '🌙', '☕']),
      }),
    () =>
      writeOf(random, moment, 'fm.teal.alpha.feed.play', {
        artists: [{ artistName: 'The Cardboard Telescopes' }],
        originUrl: `https://${SITES[3]}/track/${random.below(500)}`,
        playedTime: moment.createdAt,
        trackName: 'Slow Train',
      }),
    () => writeOf(random, moment, 'sh.tangled.graph.follow', { subject: partner().did }),
  ])
  return [make()]

  function partner(): Account {
    return network.accountOf(network.partnerOf(account))
  }
}
