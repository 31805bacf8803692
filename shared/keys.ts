/**
 * Every key of the store. Keys are built here and never parsed; docs/architecture.md has the table
 * of families with their members, expiry and writer. Braces pin keys that one command or one
 * transaction needs together to one slot of a cluster.
 */
export const keys = {
  /** What cannot change once the store is in use: layout version, partitions, hours per bucket. */
  layout: 'layout',

  /** Stream of batches of events whose authors belong to the partition. */
  events: (partition: number) => `events:{${partition}}`,

  /** How far the partition's stream holds what the host sent, in microseconds. */
  cursor: (partition: number, feed: string) => `cursor:{${partition}}:${feed}`,

  /** The same as the number of the host's last event, on wires that number them. */
  sequence: (partition: number, feed: string) => `sequence:{${partition}}:${feed}`,

  /** Every feed that has cursors. */
  feeds: 'feeds',

  /** The host's dictionary for compressed events. */
  dictionary: (host: string) => `dictionary:${host}`,

  /** The accounts whose events are read, where the settings say that they are listed here. */
  wantedDids: 'wanted-dids',

  /** Who has the lease at this moment: the name of the process's connections. */
  lease: (of: Leased) => `lease:{${of}}`,

  /** Who had the lease and may still write, having neither given it back nor been ended. */
  holders: (of: Leased) => `holders:{${of}}`,

  /** The indexers that run, and when each last said so, in milliseconds. */
  indexers: 'indexers',

  /** Stream of events that could not be read, with the reason. */
  deadLetters: 'dead-letters',

  /** Account numbers of one shard, both ways. */
  accounts: (shard: number) => `a:${shard}`,

  /** Four bits of status for each of 65,536 account numbers. */
  statuses: (block: number) => `status:${block}`,

  /** Bucket number -> how many shards it has and when its first record came. */
  buckets: 'buckets',

  /** Bucket number -> when a record was last written to it, in milliseconds. */
  written: 'written',

  /** Records of one bucket by author. */
  sent: (bucket: number, shard: number) => `s:${bucket.toString(36)}:${shard.toString(36)}`,

  /** CIDs of records of one bucket by author, where they are kept. */
  cids: (bucket: number, shard: number) => `c:${bucket.toString(36)}:${shard.toString(36)}`,

  /** Links of one bucket by the target's account. */
  received: (bucket: number, shard: number) => `r:${bucket.toString(36)}:${shard.toString(36)}`,

  /** Records whose bucket their rkey does not tell -> the bucket. */
  strays: (period: number, shard: number) => `x:${period.toString(36)}:${shard.toString(36)}`,

  /**
   * Estimates of how many accounts made links on a UTC day, and to how many targets from each source.
   * Braces because all days of a kind are counted as one.
   */
  sketch: (kind: 'authors' | 'targets', day: number) => `sketch:{${kind}}:${day}`,

  /** How far history goes: hours counted, hours frozen; and each day and week it has, with its shards. */
  history: 'history',

  /** Counts of one day by account and direction, then by partner, hour and type. */
  dayCounts: (day: number, shard: number) => `d:${day.toString(36)}:${shard.toString(36)}`,

  /** The same of one week (from Monday, UTC), without the hour and of the strongest partners. */
  weekCounts: (week: number, shard: number) => `w:${week.toString(36)}:${shard.toString(36)}`,

  /** How far top lists go: up to when the newest count; and hour -> when its blocks were counted. */
  top: 'top',

  /** The strongest accounts of one hour's last list. */
  topList: (window: string, hour: number, type: string, side: string) =>
    `top:${window}:${hour.toString(36)}:${type}:${side}`,

  /** How many blocks some accounts made and got within an hour. */
  blockCounts: (hour: number, part: number) => `tb:${hour.toString(36)}:${part}`,

  /** Accounts that were deleted -> when, until history has forgotten what they made. */
  forgotten: 'forgotten',

  /** What accounts said about being left out: DID -> the posts that say so, and what ended it. */
  optOuts: 'opt-outs',

  /** DIDs that the operator lists to be left out, and those once listed -> `out` or `in`. */
  optOutList: 'opt-out-list',

  /** Accounts with very many links -> when they were last found to have them. */
  busyAccounts: 'busy',

  /** Links of one bucket to a busy account, apart from those of others. */
  receivedPart: (bucket: number, account: number, part: number) =>
    `p:${bucket.toString(36)}:${account.toString(36)}:${part.toString(36)}`,

  /** Targets with very many links: name -> when they were found to be. */
  hotTargets: 'hot',

  /** Which partitions have put the links that were there before into a hot target's sets. */
  hotFilled: (name: string, since: string) => `hf:${name}:${since}`,

  /** The sources, as `collection:path`, that a hot target has or had links from. */
  hotSources: (name: string, since: string) => `hs:${name}:${since}`,

  /** Links to a hot target from one source, accounts and rkeys by their time. */
  hotLinks: (name: string, since: string, source: string) => `h:${name}:${since}:${source}`,

  /** The same links by account, then by time. */
  hotAuthored: (name: string, since: string, source: string) => `ha:${name}:${since}:${source}`,

  /** The accounts that made them, by the time of the last link of each. */
  hotAuthors: (name: string, since: string, source: string) => `hl:${name}:${since}:${source}`,

  /** Links that deactivated accounts made, apart from the others. */
  hotPaused: (name: string, since: string, source: string) => `hp:${name}:${since}:${source}`,

  /** What is known of an account's public profile. */
  profile: (did: string) => `profile:${did}`,

  /** How an account stands to others: DID -> three digits, for following, followed, blocked. */
  relationships: (did: string) => `relationships:${did}`,

  /** DIDs that are known to ask not to be shown to people who are not logged in. */
  privateAccounts: 'private',

  /** Small versions of avatars: size and DID -> JPEG. Braces because a script needs all three. */
  avatarImages: 'avatars:{small}',

  /** The names of these by when they were last used, in milliseconds. */
  avatarUses: 'avatars:{small}:uses',

  /** How many bytes they have together. */
  avatarBytes: 'avatars:{small}:bytes',

  /** The DID a handle was last seen to name. */
  handle: (handle: string) => `handle:${handle}`,

  /** Where the indexer's and firehose's state of health is kept for others to read. */
  feed: 'feed',

  /** When events are missing for good: start in milliseconds -> end and reason. */
  gaps: 'gaps',

  /** How often something worth a look has happened; a count for people, not exact. */
  counters: 'counters',

  /** How far the partition's events are counted: id of the last entry, time of the last event. */
  counted: (partition: number) => `counted:{${partition}}`,

  /** What the partition's authors did in one UTC hour, by collection. */
  collectionCounts: (partition: number, hour: number) => `n:{${partition}}:${hour.toString(36)}`,

  /** The partition's events by kind and posts by language in one UTC hour, by minute. */
  minuteCounts: (partition: number, hour: number) => `m:{${partition}}:${hour.toString(36)}`,

  /** Estimate of how many accounts wrote in one step of time; braces because steps are merged. */
  activeAccounts: (step: string, number: number) =>
    `active:{accounts}:${step}:${number.toString(36)}`,

  /**
   * Estimate of how many accounts wrote to a collection in one step of time, or ever. The braces hold
   * the authority of its name, because collections below a prefix are counted as one.
   */
  collectionAccounts: (collection: string, step: string, number: number) =>
    `dids:${tagged(collection)}:${step}:${number.toString(36)}`,

  /** The same of all time until the hour that the totals go through. */
  collectionAccountsEver: (collection: string) => `dids:${tagged(collection)}:ever`,

  /** What was done in one UTC hour by everybody, by collection. */
  collectionHour: (hour: number) => `nh:${hour.toString(36)}`,

  /** The same of one UTC day. */
  collectionDay: (day: number) => `nd:${day.toString(36)}`,

  /** What was ever done, by collection, and the hour that this goes through. */
  collectionTotals: 'collections',

  /** The newest records of a collection by the partition's authors. */
  samples: (partition: number, collection: string) => `samples:{${partition}}:${collection}`,

  /** The collections that the partition has samples of. */
  sampled: (partition: number) => `sampled:{${partition}}`,

  /** Keys of the API that were given out: id -> what is known of the key, but not the key. */
  apiKeys: 'api-keys',

  /** What a caller has asked of the API within one minute. */
  quota: (caller: string, minute: number) => `quota:${caller}:${minute.toString(36)}`,

  /** An answer of the API that took long, for all processes; braces because its lock goes with it. */
  answer: (digest: string) => `answer:{${digest}}`,

  /** Who finds that answer out at this moment. */
  answerLock: (digest: string) => `answer:{${digest}}:lock`,

  /** What each of the scheduler's jobs last did: job -> start, end, rows, error. */
  jobs: 'jobs',

  /** One step of a global series; braces because a compaction rule ties the steps together. */
  series: (metric: string, step: string) => `series:{${metric}}:${step}`,

  /** The same without RedisTimeSeries: one of the hashes of a step. */
  seriesHash: (metric: string, step: string, number: number) =>
    `series:{${metric}}:${step}:${number}`,

  /** From when to when events were counted in series, in milliseconds. */
  seriesSpan: 'series-span',

  /** Languages whose posts are counted in a series of their own. */
  seriesLanguages: 'series-languages',
}

/** What one process at a time may do: consume a partition, or run the scheduler's jobs. */
export type Leased = number | 'scheduler'

/** A collection's name with its first two segments in braces: `{app.bsky}.feed.like`. */
function tagged(collection: string): string {
  const end = collection.indexOf('.', collection.indexOf('.') + 1)
  return `{${collection.slice(0, end)}}${collection.slice(end)}`
}
