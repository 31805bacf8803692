// biome-ignore-all format: `npx vitest run api/client-types -u` writes this file.

/** What an account did and got, over time. */
export type Activity = {
  /** A DID. */
  did: string
  handle: string | null
  window: TimeWindow
  step: 'hour' | 'day'
  sent: Counts
  received: Counts
  /** With how many others, in each direction and in either. */
  accounts: {
    sent: number
    received: number
    both: number
  }
  /** By the beginning of each hour or day, in UTC; those without any are left out. */
  steps: {
    at: string
    sent: Counts
    received: Counts
  }[]
}

/** The strongest partners of an account, on orbits of 10, 20 and 30. */
export type Circle = {
  /** A DID. */
  did: string
  handle: string | null
  displayName: string | null
  avatar: string | null
  /** Present where the account says of itself that a program runs it. */
  bot?: true
  /** Present where it asks not to be shown to people who are not logged in. */
  private?: true
  window: TimeWindow
  direction: 'sent' | 'received' | 'both'
  ranking: 'sum' | 'mutual'
  weights: {
    like: number
    repost: number
    reply: number
    quote: number
    post: number
  }
  preset: 'balanced' | 'conversation' | 'fans' | 'count' | null
  /** The people, orbit by orbit, for those who do not see. */
  alt: string
  orbits: Person[][]
}

/** A collection and what was done to it. */
export type Collection = {
  nsid: string
  creates: number
  updates: number
  deletes: number
  /** About how many accounts did so. */
  dids_estimate: number
}

/** What was done to a collection. */
export type CollectionCounts = {
  creates: number
  updates: number
  deletes: number
  /** About how many accounts did so. */
  dids_estimate: number
}

/** Interactions by type. */
export type Counts = {
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  total: number
}

/** A time of which events are missing; `to` is null meanwhile. */
export type Gap = {
  from: string
  to: string | null
  reason: string
}

/** How the server fares. */
export type Health = {
  /** With `down` the status is 503, and all but `redis.reachable` is missing. */
  status: 'ok' | 'degraded' | 'down'
  redis: {
    reachable: boolean
    version?: string
    modules?: {
      json: boolean
      timeSeries: boolean
    }
    storage?: 'modules' | 'fallback'
  }
  firehose?: {
    host: string | null
    connected: boolean
    paused: string | null
    lagSeconds: number | null
    gaps: Gap[]
  }
  indexer?: {
    backlog: number
    deadLetters: number
  }
  scheduler?: {
    running: boolean
    jobs: Record<string, {
      startedAt: string | null
      endedAt: string | null
      rows: number | null
      error: string | null
      late: boolean
    }>
  }
}

/** One interaction. */
export type Interaction = {
  /** The record. */
  uri: string
  /** Its author. */
  a: string
  /** The subject. */
  s: string
  /** `post` is a post that mentions the subject. */
  type: 'like' | 'repost' | 'reply' | 'quote' | 'post'
  t: string
  /** The hour. */
  h: string
  /** The rkey of the record aimed at. */
  pr: string | null
  /** Characters of the post. */
  c: number
}

/** The partners of an account, by total; lists not asked for are empty. */
export type Interactions = {
  /** A DID. */
  did: string
  handle: string | null
  window: TimeWindow
  sent: Row[]
  received: Row[]
  both: Row[]
}

/** A link to an account or a record of its. */
export type LinkToAccount = {
  /** A DID. */
  did: string
  collection: string
  rkey: string
  path: string
  subject: string | null
  indexedAt: string
}

/** A record that links; hydrated with all fields. */
export type LinkingRecord = {
  /** A DID. */
  did: string
  collection: string
  rkey: string
  uri?: string
  cid?: string | null
  indexedAt?: string
}

/** How far the counting is. */
export type Meta = {
  storage_name: string
  storage: {
    keyspace_disk_space: number | null
    keyspace_journal_count: number
    keyspace_sequence: number
    /** Microseconds since 1970. */
    rollup_cursor: number | null
  }
  consumer: {
    jetstream: {
      endpoint: string | null
      /** Microseconds since 1970. */
      started_at: number | null
      /** Microseconds since 1970. */
      latest_cursor: number | null
      /** Microseconds since 1970. */
      rollup_cursor: number | null
    }
  }
}

/** What passed between two accounts, seen from the first. */
export type Pair = {
  a: Profile
  b: Profile
  window: TimeWindow
  first: string | null
  last: string | null
  sent: PairCounts
  received: PairCounts
  hours: {
    hour: string
    sent: PairCounts
    received: PairCounts
  }[]
  interactions: Interaction[]
}

/** What one account sent to another. */
export type PairCounts = {
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  /** The length of all posts, in graphemes. */
  characters: number
  total: number
}

/** Somebody in a circle. */
export type Person = {
  /** Null, as the name, of accounts that are private. */
  did: string | null
  handle: string | null
  displayName: string | null
  avatar: string | null
  /** Present where the account says of itself that a program runs it. */
  bot?: true
  /** Present where it asks not to be shown to people who are not logged in. */
  private?: true
  /** From 1 on, over all orbits. */
  rank: number
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  total: number
  /** The length of all posts, in graphemes. */
  characters: number
  /** When the latest interaction was. */
  last: string
  score: number
  /** Of which direction the points are. */
  counted: 'sent' | 'received' | 'both'
  /** Counts by weights, type by type; their sum is the score. */
  points: {
    like: number
    repost: number
    reply: number
    quote: number
    post: number
  }
  sent: Side
  received: Side
  /** The score of the weaker side over that of the stronger one, from 0 to 1. */
  reciprocity: number
}

export type Privacy = {
  links: {
    /** Null where links are kept for ever. */
    hours: number | null
    /** Whether the CIDs of records are kept too. */
    cids: boolean
  }
  history: {
    /** By the hour, and as many days again by the day. */
    days: number
    /** After that, by the week. */
    weeks: number
  }
  profiles: {
    hours: number
  }
  optOut: {
    /** What an account posts to be left out. */
    post: string
    /** What it posts to be taken in again. */
    back: string
  }
  contact: string | null
}

/** An account; null where nothing is known. */
export type Profile = {
  /** A DID. */
  did: string
  handle: string | null
  displayName: string | null
  avatar: string | null
  /** Present where the account says of itself that a program runs it. */
  bot?: true
  /** Present where it asks not to be shown to people who are not logged in. */
  private?: true
}

/** A record and what it links to. */
export type RecordLinks = {
  uri: string
  cid: string | null
  indexedAt: string | null
  links: {
    path: string
    target: string
  }[]
}

/** What passed between an account and one partner. */
export type Row = {
  /** Null of accounts that are private. */
  did: string | null
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  /** The length of all posts, in graphemes. */
  characters: number
  total: number
  last: string
}

/** What went one way, and the score that it makes. */
export type Side = {
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  total: number
  score: number
}

/** How many records link, and of how many accounts. */
export type SourceCounts = {
  records: number
  distinct_dids: number
  last_seen?: string | null
}

/** The totals of the network. */
export type Stats = {
  from: string
  to: string
  lastMinute: {
    like: number
    repost: number
    reply: number
    quote: number
    post: number
    total: number
  } | null
  lastHour: {
    like: number
    repost: number
    reply: number
    quote: number
    post: number
    total: number
  }
  lastDay: {
    like: number
    repost: number
    reply: number
    quote: number
    post: number
    total: number
  }
  perMinute: {
    at: string
    like: number
    repost: number
    reply: number
    quote: number
    post: number
  }[]
  events: {
    perSecond: number | null
    lastMinute: number | null
    lastHour: number
    lastDay: number
  }
  accounts: {
    lastHour: number
    lastDay: number
  }
  languages: {
    language: string
    posts: number
  }[]
  lagSeconds: number | null
  since: string | null
  gaps: Gap[]
}

/** One metric; the value of a point is null where it is not known. */
export type StatsSeries = {
  metric: string
  step: 'minute' | 'hour' | 'day'
  from: string
  to: string
  points: [string, number | null][]
  gaps: Gap[]
}

/** A half-open span of time. */
export type TimeWindow = {
  from: string
  to: string
}

/** Who did most, or got most. */
export type Top = {
  type: 'like' | 'repost' | 'reply' | 'quote' | 'post' | 'all' | 'block'
  side: 'author' | 'subject'
  window: TimeWindow
  by: 'count' | 'partners'
  /** A time that asks for the same hour again. */
  at: string
  rows: {
    rank: number
    did: string | null
    handle: string | null
    displayName: string | null
    avatar: string | null
    /** Present where the account says of itself that a program runs it. */
    bot?: true
    /** Present where it asks not to be shown to people who are not logged in. */
    private?: true
    count: number
    /** Of blocks it is not kept. */
    partners: number | null
  }[]
}

export type TrackerInteractions = {
  did: string
  handle: string | null
  interactions: {
    sent: TrackerRow[]
    rcvd: TrackerRow[]
  }
}

/** A partner by DID: likes, reposts, posts of any kind, their characters, and all. */
export type TrackerRow = {
  _id: string
  l: number
  r: number
  p: number
  c: number
  t: number
}

export type TrackerTop = {
  /** When the lists were made. */
  _id: string
  name: string
  data: {
    key: string
    subkey?: string
    items: {
      _id: string
      count: number
      profile: {
        handle: string
        display_name: string
        avatar: string | null
      } | null
    }[]
  }[]
}

/** What every call takes, and what it answers. */
export type Calls = {
  /** How the server fares. */
  '/health': {
    parameters: Record<string, never>
    answer: Health
  }
  /** All partners of an account. */
  '/interactions/{actor}': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
      /** Which time: up to now, `all` that is kept, or from a time up to another, of which what lies further back than the records are kept is told by the hour. */
      window?: string
      /** Whose interactions: those the account made, those it got, or both. */
      direction?: 'both' | 'sent' | 'received'
      /** How many rows; else all, or the first hundred where there are filters. */
      limit?: number
      /** Whether accounts that label themselves `bot` are among them. */
      bots?: boolean
      /** Whether people are whom the account blocks, or who block it. */
      blocked?: boolean
      /** Only people who follow each other with the account, whom it follows, who follow it, or neither. */
      follow?: 'mutuals' | 'following' | 'followers' | 'strangers'
    }
    answer: Interactions
  }
  /** What an account did and got, hour by hour. */
  '/activity/{actor}': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
      /** Which time: up to now, `all` that is kept, or from a time up to another, of which what lies further back than the records are kept is told by the hour. */
      window?: string
      /** How long each step is; of what is kept by the day, the first hour has all. */
      step?: 'hour' | 'day'
    }
    answer: Activity
  }
  /** What passed between two accounts. */
  '/pairs/{a}/{b}': {
    parameters: {
      /** An account, by its DID or its handle. */
      a: string
      /** Another account, by its DID or its handle. */
      b: string
      /** Which time: up to now, `all` that is kept, or from a time up to another, of which what lies further back than the records are kept is told by the hour. */
      window?: string
    }
    answer: Pair
  }
  /** The interactions that a record makes. */
  '/interaction': {
    parameters: {
      /** The at-uri of a record; its account may stand in it by its handle. */
      uri: string
    }
    answer: {
      interactions: Interaction[]
    }
  }
  /** The same, with an ETag that stays while nothing changes. */
  '/circles/{actor}.json': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
      /** Which time: up to now, `all` that is kept, or from a time up to another, of which what lies further back than the records are kept is told by the hour. */
      window?: string
      /** Whose interactions: those the account made, those it got, or both. */
      direction?: 'both' | 'sent' | 'received'
      /** Who stands first: by all interactions, or by those of the weaker direction. */
      ranking?: 'sum' | 'mutual'
      /** How many orbits: of 10, 20 and 30 people. */
      orbits?: '1' | '2' | '3'
      /** What each interaction counts: `balanced` is like:1,repost:2,reply:3,quote:3,post:2, `conversation` like:0,repost:0,reply:3,quote:2,post:2, `fans` like:1,repost:3,reply:0,quote:2,post:0, `count` 1 for each; or points of your own, from 0 to 100 with two decimals, of which those not named are as in the name before them. */
      weights?: string
      /** Accounts that are left out, by DID or handle; also with commas between them. */
      hide?: string | string[]
      /** Whether accounts that label themselves `bot` are among them. */
      bots?: boolean
      /** Whether people are whom the account blocks, or who block it. */
      blocked?: boolean
      /** Only people who follow each other with the account, whom it follows, who follow it, or neither. */
      follow?: 'mutuals' | 'following' | 'followers' | 'strangers'
      /** The language of what is written for people. */
      lang?: 'en' | 'pt' | 'de' | 'es' | 'ja'
    }
    answer: Circle
  }
  /** The circle of an account. */
  '/circles/{actor}': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
      /** Which time: up to now, `all` that is kept, or from a time up to another, of which what lies further back than the records are kept is told by the hour. */
      window?: string
      /** Whose interactions: those the account made, those it got, or both. */
      direction?: 'both' | 'sent' | 'received'
      /** Who stands first: by all interactions, or by those of the weaker direction. */
      ranking?: 'sum' | 'mutual'
      /** How many orbits: of 10, 20 and 30 people. */
      orbits?: '1' | '2' | '3'
      /** What each interaction counts: `balanced` is like:1,repost:2,reply:3,quote:3,post:2, `conversation` like:0,repost:0,reply:3,quote:2,post:2, `fans` like:1,repost:3,reply:0,quote:2,post:0, `count` 1 for each; or points of your own, from 0 to 100 with two decimals, of which those not named are as in the name before them. */
      weights?: string
      /** Accounts that are left out, by DID or handle; also with commas between them. */
      hide?: string | string[]
      /** Whether accounts that label themselves `bot` are among them. */
      bots?: boolean
      /** Whether people are whom the account blocks, or who block it. */
      blocked?: boolean
      /** Only people who follow each other with the account, whom it follows, who follow it, or neither. */
      follow?: 'mutuals' | 'following' | 'followers' | 'strangers'
      /** The language of what is written for people. */
      lang?: 'en' | 'pt' | 'de' | 'es' | 'ja'
    }
    answer: Circle
  }
  /** Handles, names and avatars of accounts. */
  '/profiles': {
    parameters: {
      /** DIDs of accounts. */
      actor: string | string[]
    }
    answer: {
      profiles: Profile[]
    }
  }
  /** Who did most, or got most from others. */
  '/top': {
    parameters: {
      /** What is counted; `all` is every interaction. */
      type?: 'like' | 'repost' | 'reply' | 'quote' | 'post' | 'all' | 'block'
      /** Who is listed: who got them, or who made them. */
      side?: 'author' | 'subject'
      /** Whole UTC hours up to the running one, or the last 60 minutes. */
      window?: '24h' | '1h'
      /** By how many, or with how many different accounts; of blocks only by `count`. */
      by?: 'count' | 'partners'
      /** The last list of the hour of that time, instead of the newest one. */
      at?: string
      /** Whether accounts that label themselves `bot` are listed. */
      bots?: boolean
      /** How many are listed. */
      limit?: number
    }
    answer: Top
  }
  /** Accounts and collections by name. */
  '/search': {
    parameters: {
      /** What names begin with, of accounts, or hold, of collections. */
      q: string
    }
    answer: {
      actors: Profile[]
      matches: Collection[]
    }
  }
  /** The records that link to something. */
  '/xrpc/blue.microcosm.links.getBacklinks': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      subject: string
      /** In which records, and where in them, the links stand: `collection:path`. */
      source: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** Only links that these accounts made. */
      did?: string | string[]
      /** Gives records `uri`, `cid` and `indexedAt`, and sources `last_seen`, too. */
      hydrate?: boolean
    }
    answer: {
      /** Of all pages, as it is now. */
      total: number
      records: LinkingRecord[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** How many records link to something. */
  '/xrpc/blue.microcosm.links.getBacklinksCount': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      subject: string
      /** In which records, and where in them, the links stand: `collection:path`. */
      source: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
    }
    answer: {
      total: number
    }
  }
  /** The accounts that link to something. */
  '/xrpc/blue.microcosm.links.getBacklinkDids': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      subject: string
      /** In which records, and where in them, the links stand: `collection:path`. */
      source: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
    }
    answer: {
      /** Of all pages, as it is now. */
      total: number
      linking_dids: string[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** What else the records that link to something link to. */
  '/xrpc/blue.microcosm.links.getManyToMany': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      subject: string
      /** In which records, and where in them, the links stand: `collection:path`. */
      source: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** Where in the same records the other links stand. */
      pathToOther: string
      /** Only where the other link is to one of these. */
      otherSubject?: string | string[]
      /** Only links that these accounts made. */
      linkDid?: string | string[]
      /** Gives records `uri`, `cid` and `indexedAt`, and sources `last_seen`, too. */
      hydrate?: boolean
    }
    answer: {
      items: {
        linkRecord: LinkingRecord
        otherSubject: string
      }[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** How many of those records link to each other subject. */
  '/xrpc/blue.microcosm.links.getManyToManyCounts': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      subject: string
      /** In which records, and where in them, the links stand: `collection:path`. */
      source: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** Where in the same records the other links stand. */
      pathToOther: string
      /** Only where the other link is to one of these. */
      otherSubject?: string | string[]
      /** Only links that these accounts made. */
      did?: string | string[]
    }
    answer: {
      counts_by_other_subject: {
        subject: string
        total: number
        distinct: number
      }[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** The records that link to something. */
  '/links': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** In which records the links stand. */
      collection: string
      /** Where in them; begins with a dot. */
      path: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** Only links that these accounts made. */
      did?: string | string[]
      /** Gives records `uri`, `cid` and `indexedAt`, and sources `last_seen`, too. */
      hydrate?: boolean
      /** The same as `did`, with commas; not beside it. */
      from_dids?: string
    }
    answer: {
      /** Of all pages, as it is now. */
      total: number
      linking_records: LinkingRecord[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** How many records link to something. */
  '/links/count': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** In which records the links stand. */
      collection: string
      /** Where in them; begins with a dot. */
      path: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
    }
    answer: {
      total: number
    }
  }
  /** The accounts that link to something. */
  '/links/distinct-dids': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** In which records the links stand. */
      collection: string
      /** Where in them; begins with a dot. */
      path: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
    }
    answer: {
      /** Of all pages, as it is now. */
      total: number
      linking_dids: string[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** How many accounts link to something. */
  '/links/count/distinct-dids': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** In which records the links stand. */
      collection: string
      /** Where in them; begins with a dot. */
      path: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
    }
    answer: {
      total: number
    }
  }
  /** Where the links to something come from. */
  '/links/all': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** Gives records `uri`, `cid` and `indexedAt`, and sources `last_seen`, too. */
      hydrate?: boolean
    }
    answer: {
      /** By collection, then by path. */
      links: Record<string, Record<string, SourceCounts>>
    }
  }
  /** How many come from where. */
  '/links/all/count': {
    parameters: {
      /** What is linked to: an at-uri, a DID, a handle or any other URI. */
      target: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
    }
    answer: {
      links: Record<string, Record<string, number>>
    }
  }
  /** What the index holds. */
  '/': {
    parameters: Record<string, never>
    answer: {
      help: string
      days_indexed: number | null
      stats: {
        dids: number
        targetables: number
        linking_records: number
        /** Microseconds since 1970. */
        started_at: number | null
        other_data: Record<string, number>
      }
    }
  }
  /** The same, and from when on it is complete. */
  '/links/stats': {
    parameters: Record<string, never>
    answer: {
      help: string
      days_indexed: number | null
      stats: {
        dids: number
        targetables: number
        linking_records: number
        /** Microseconds since 1970. */
        started_at: number | null
        other_data: Record<string, number>
      }
      complete_since: string
    }
  }
  /** What a record, or the records of an account, link to. */
  '/links/from': {
    parameters: {
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** Whose records, by DID or handle. */
      repo: string
      /** Only records of this one. */
      collection?: string
      /** Only this record, which is then the answer. */
      rkey?: string
    }
    answer: RecordLinks | {
      /** Of all pages, as it is now. */
      total: number
      records: RecordLinks[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** All that links to an account or its records. */
  '/links/to-account/{actor}': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
      /** Only links that were indexed then or later. */
      since?: string
      /** Only links that were indexed before. */
      until?: string
      /** How many stand on a page. */
      limit?: number
      /** The `cursor` of the page before. */
      cursor?: string
      /** Turns the list around. */
      reverse?: boolean
      /** In which records, and where in them, the links stand: `collection:path`. */
      source?: string
      /** Answers a page of the links themselves, as with `source`. */
      records?: boolean
    }
    answer: {
      /** A DID. */
      did: string
      total: number
      sources: {
        collection: string
        path: string
        records: number
        distinct_dids: number
        last_seen: string
      }[]
    } | {
      /** Of all pages, as it is now. */
      total: number
      records: LinkToAccount[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** Interactions, events, accounts and languages right now. */
  '/stats': {
    parameters: Record<string, never>
    answer: Stats
  }
  /** A metric as it went on. */
  '/stats/series': {
    parameters: {
      /** What is counted: `events`, `events:<kind>` (create, update, delete, account, identity), `interactions:<type>`, `posts:<language>` (the most frequent, `und` for none told, `other`), `accounts`: how many wrote. */
      metric: string | string[]
      /** In UTC; minutes are kept for 8 days, hours for 90, days for ever. */
      step?: 'minute' | 'hour' | 'day'
      /** From when on; else the last day, of days the last 30. */
      from?: string
      /** Up to when; else up to now. */
      to?: string
    }
    answer: StatsSeries | {
      series: StatsSeries[]
    }
  }
  /** All collections. */
  '/collections': {
    parameters: {
      /** From when on, cut down to the hour. */
      since?: string
      /** Up to when, cut up to the hour. */
      until?: string
      /** How many stand on a page; else 100, 32 in an order. */
      limit?: number
      /** Most first by that; else by name. */
      order?: 'records-created' | 'dids-estimate'
      /** The `cursor` of the page before. */
      cursor?: string
    }
    answer: {
      collections: Collection[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** What lies directly below a prefix. */
  '/prefix': {
    parameters: {
      /** From when on, cut down to the hour. */
      since?: string
      /** Up to when, cut up to the hour. */
      until?: string
      /** How many stand on a page; else 100, 32 in an order. */
      limit?: number
      /** Most first by that; else by name. */
      order?: 'records-created' | 'dids-estimate'
      /** The `cursor` of the page before. */
      cursor?: string
      /** What the names begin with, up to a dot. */
      prefix: string
    }
    answer: {
      total: CollectionCounts
      children: ({
        type: 'prefix'
        prefix: string
        creates: number
        updates: number
        deletes: number
        /** About how many accounts did so. */
        dids_estimate: number
      } | {
        type: 'collection'
        nsid: string
        creates: number
        updates: number
        deletes: number
        /** About how many accounts did so. */
        dids_estimate: number
      })[]
      /** Null on the last page. */
      cursor: string | null
    }
  }
  /** What was done to some collections. */
  '/collections/stats': {
    parameters: {
      /** From when on, cut down to the hour. */
      since?: string
      /** Up to when, cut up to the hour. */
      until?: string
      /** NSIDs of collections; also with commas between them. */
      collection: string | string[]
    }
    answer: Record<string, CollectionCounts>
  }
  /** The same, step by step. */
  '/timeseries': {
    parameters: {
      /** From when on, cut down to the hour. */
      since?: string
      /** Up to when, cut up to the hour. */
      until?: string
      /** NSIDs of collections; also with commas between them. */
      collection: string | string[]
      /** How many seconds a point stands for; whole hours. */
      step?: number
    }
    answer: {
      range: string[]
      series: Record<string, CollectionCounts[]>
    }
  }
  /** The newest records. */
  '/records': {
    parameters: {
      /** NSIDs of collections; also with commas between them. */
      collection?: string | string[]
    }
    answer: {
      did: string
      collection: string
      rkey: string
      record: unknown
      time_us: number
    }[]
  }
  /** How far the counting is. */
  '/meta': {
    parameters: Record<string, never>
    answer: Meta
  }
  /** What is kept of people, for how long, and how to be left out. */
  '/privacy': {
    parameters: Record<string, never>
    answer: Privacy
  }
  /** All that is kept about an account. */
  '/export/{actor}': {
    parameters: {
      /** An account, by its DID or its handle. */
      actor: string
    }
    answer: unknown
  }
  /** Who liked, reposted and posted most, and got most of that, in 24 hours. */
  '/dd/top_interactions': {
    parameters: Record<string, never>
    answer: TrackerTop | null
  }
  /** Who blocked most and was blocked most in 24 hours. */
  '/dd/top_blocks': {
    parameters: Record<string, never>
    answer: TrackerTop | null
  }
  /** How many records were ever created, by collection. */
  '/collStats': {
    parameters: Record<string, never>
    answer: Record<string, number>
  }
  /** The server as a service of the protocol. */
  '/.well-known/did.json': {
    parameters: Record<string, never>
    answer: {
      id: string
      service: {
        id: string
        type: string
        serviceEndpoint: string
      }[]
    }
  }
  /** This document. */
  '/openapi.json': {
    parameters: Record<string, never>
    answer: {
      openapi: string
    }
  }
}
