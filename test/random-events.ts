import type { Random } from '@orrery/shared/random'
import { tidOf } from '@orrery/shared/tid'

const POST = 'app.bsky.feed.post'
/** A record that many link to. */
const POPULAR = '3mvpopular222'
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

/** A handful of accounts, so that chance makes them meet, re-use record keys and come and go. */
export function randomAccounts(random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 7 === 3) return `did:web:site-${index}.example`
    return `did:plc:${Array.from({ length: 24 }, () => random.pick([...LETTERS])).join('')}`
  })
}

export type RandomEvents = { count: number; start: number; span: number; optOuts?: boolean }

/**
 * A stream of events as a hostile network might send it: records of every kind, updates and deletes
 * of what is and is not there, odd rkeys, revs that are off, accounts that come and go.
 * @param start of the time that the events span, in milliseconds
 * @param optOuts whether accounts also opt out and in again
 */
export function randomEvents(
  random: Random,
  accounts: string[],
  { count, start, span, optOuts = false }: RandomEvents,
): object[] {
  const names: { did: string; collection: string; rkey: string }[] = []
  return Array.from({ length: count }, (_, index) => {
    const time_us = Math.floor((start + (index / count) * span) * 1000) + random.below(1000)
    const did = random.pick(accounts)
    if (random.below(60) === 0)
      return { did, time_us, kind: 'account', account: randomStatus(random) }
    if (random.below(60) === 0) return { did, time_us, kind: 'identity', identity: { did } }
    const rev = randomRev(random, time_us)
    if (names.length > 0 && random.below(4) === 0) {
      const name = random.pick(names)
      const { did: owner, ...rest } = name
      if (random.below(2) === 0) {
        return {
          did: owner,
          time_us,
          kind: 'commit',
          commit: { operation: 'delete', rev, ...rest },
        }
      }
      const record = randomRecord(random, accounts, rest.collection, time_us)
      const commit = { operation: 'update', rev, ...rest, record }
      return { did: owner, time_us, kind: 'commit', commit }
    }
    const collection = random.pick([
      POST,
      POST,
      'app.bsky.feed.like',
      'app.bsky.feed.repost',
      'app.bsky.graph.follow',
      'test.some.thing',
    ])
    const rkey = randomRkey(random, time_us)
    names.push({ did, collection, rkey })
    const plain = randomRecord(random, accounts, collection, time_us)
    const record = optOuts ? withChoice(random, plain) : plain
    return {
      did,
      time_us,
      kind: 'commit',
      commit: { operation: 'create', rev, collection, rkey, record },
    }
  })
}

/** Now and then a post says that its author wants to be left out, or in again. */
function withChoice(random: Random, record: object): object {
  if (!('text' in record) || random.below(12) > 0) return record
  const tag = random.pick(['#orrery-optout', '#orrery-optin', '#orrery-optin'])
  return { ...record, text: `${record.text} ${tag}` }
}

const STATUSES = [
  'deactivated',
  'takendown',
  'suspended',
  'deleted',
  'deleted',
  'desynchronized',
  undefined,
]

function randomStatus(random: Random): object {
  if (random.below(2) === 0) return { active: true }
  return { active: false, status: random.pick(STATUSES) }
}

function randomRev(random: Random, time_us: number): string {
  const off = random.pick([
    -1_000_000, -1_000_000, -3_000_000, -1_000_000, -7_200_000_000, 900_000_000,
  ])
  return random.below(40) === 0 ? 'no-tid' : tidOf(time_us + off, random.below(1024))
}

function randomRkey(random: Random, time_us: number): string {
  const clock = random.below(1024)
  return random.pick([
    tidOf(time_us - 1_500_000, clock),
    tidOf(time_us - 1_500_000, clock),
    tidOf(time_us - 1_500_000, clock),
    tidOf(time_us - random.below(300_000_000_000), clock),
    tidOf(time_us + random.below(90_000_000_000), clock),
    'self',
    `odd:key~${random.below(5)}`,
  ])
}

function randomRecord(
  random: Random,
  accounts: string[],
  collection: string,
  time_us: number,
): object {
  const uri = () => {
    const kind = random.pick([POST, POST, POST, 'app.bsky.feed.generator'])
    const rkey = tidOf(time_us - random.below(400_000_000_000), 7)
    return random.pick([
      `at://${accounts[0]}/${POST}/${POPULAR}`,
      `at://${random.pick(accounts)}/${kind}/${rkey}`,
      `at://${random.pick(accounts)}/${kind}/${rkey}`,
      `at://${random.pick(accounts)}/${kind}/${rkey}`,
      `at://${random.pick(accounts)}`,
      'at://some.handle.example/app.bsky.feed.post/3k2a',
      'https://example.com/page',
      random.pick(accounts),
    ])
  }
  if (collection === 'app.bsky.graph.follow')
    return { $type: collection, subject: random.pick(accounts) }
  if (collection !== POST) {
    const via = random.below(3) === 0 ? { via: { uri: uri() } } : {}
    return { $type: collection, subject: { uri: uri(), cid: 'bafy' }, ...via }
  }
  const reply = { reply: { parent: { uri: uri() }, root: { uri: uri() } } }
  const quote = { embed: { $type: 'app.bsky.embed.record', record: { uri: uri() } } }
  const both = {
    embed: { record: { record: { uri: uri() } }, media: { external: { uri: uri() } } },
  }
  const facets = {
    facets: Array.from({ length: 1 + random.below(3) }, () => ({
      ...(random.below(2) === 0 ? { $type: 'app.bsky.richtext.facet' } : {}),
      features: [{ $type: 'app.bsky.richtext.facet#mention', did: random.pick(accounts) }],
    })),
  }
  return {
    $type: collection,
    text: random.pick(['hello', 'añejo 👩‍👩‍👧', 'two\r\nlines', '', 'e\u0301 \ud800 lone']),
    ...(random.below(2) === 0 ? reply : {}),
    ...random.pick([{}, quote, both]),
    ...(random.below(2) === 0 ? facets : {}),
  }
}
