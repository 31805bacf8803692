import { createRandom, mix, type Random } from '@orrery/shared/random'
import { type Account, createAccounts } from './accounts.ts'
import { createCommitClock, type Moment } from './commit-clock.ts'
import { createCommunities } from './communities.ts'
import { createPopulation, type Population } from './population.ts'
import { createPosts, type Post, type Posts } from './posts.ts'
import { createRecentRecords, type RecentRecords } from './recent-records.ts'

/** The state of a simulated network. What grows with time is bounded. */
export type Network = {
  random: Random
  population: Population
  posts: Posts
  accountOf(account: number): Account
  /** Handles that differ from an account's first one. */
  renamed: Map<number, string>
  /** The latest records of a collection that may still be deleted. */
  recordsOf(collection: string): RecentRecords
  /** A new commit of an account, whose event arrives at a time. */
  momentOf(account: number, timeUs: number): Moment
  /** An active account that another one interacts with. */
  partnerOf(account: number): number
  /** Somebody else's post to interact with; none in a network that has hardly begun to post. */
  postFor(account: number): Post | undefined
  /** False where the account has lately done this to this target. */
  isNew(deed: number, account: number, target: number): boolean
  /** The relay's sequence number of an identity or account event. */
  nextSequence(): number
}

const KEPT_POSTS = 32_768
const KEPT_RECORDS = 8192
const REMEMBERED_DEEDS = 2 ** 20
const TRIES = 6

export function createNetwork(seed: number, accounts: number): Network {
  const random = createRandom(seed)
  const accountOf = createAccounts(seed)
  const population = createPopulation(seed, accounts)
  const { partnerOf } = createCommunities(seed, accounts)
  const posts = createPosts(KEPT_POSTS)
  const records = new Map<string, RecentRecords>()
  const deeds = new Uint32Array(REMEMBERED_DEEDS)
  let sequence = 30_000_000_000

  const isFor = (account: number, post: Post | undefined): post is Post =>
    post !== undefined &&
    !post.deleted &&
    post.author !== account &&
    population.isActive(post.author)

  return {
    random,
    population,
    posts,
    accountOf,
    renamed: new Map(),
    momentOf: createCommitClock(random, accounts, accountOf),
    nextSequence: () => ++sequence,
    recordsOf(collection) {
      const kept = records.get(collection) ?? createRecentRecords(KEPT_RECORDS)
      records.set(collection, kept)
      return kept
    },
    partnerOf(account) {
      let partner = partnerOf(account, random)
      while (partner === account || !population.isActive(partner)) {
        partner = random.chance(0.5) ? partnerOf(account, random) : population.drawActor(random)
      }
      return partner
    },
    postFor(account) {
      for (let tries = 0; tries < TRIES; tries++) {
        const post = posts.recentOf(partnerOf(account, random), random)
        if (isFor(account, post)) return post
      }
      for (let tries = 0; tries < TRIES; tries++) {
        const post = posts.any(random)
        if (isFor(account, post)) return post
      }
      return undefined
    },
    isNew(deed, account, target) {
      const fingerprint = mix(account, target, deed)
      const place = fingerprint % REMEMBERED_DEEDS
      if (deeds[place] === fingerprint) return false
      deeds[place] = fingerprint
      return true
    },
  }
}

export function handleOf(network: Network, account: number): string {
  return network.renamed.get(account) ?? network.accountOf(account).handle
}
