/** Formats in which Jetstream servers tell events: `/subscribe`, and `subscribeEvents`. */
export const WIRES = ['v1', 'v2'] as const
export type Wire = (typeof WIRES)[number]

/** One server's events in one wire format. Cursors are kept by `name`: no other feed understands them. */
export type Feed = { url: string; name: string; host: string; wire: Wire }

const PATHS = { v1: '/subscribe', v2: '/xrpc/network.bsky.jetstream.subscribeEvents' }

/**
 * The feed of an address. Its path tells the wire unless `wire` does; an address without a path gets
 * that of its wire.
 */
export function feedOf(address: string, wire?: Wire): Feed {
  const url = new URL(address)
  const spoken = wire ?? (url.pathname.endsWith('subscribeEvents') ? 'v2' : 'v1')
  if (url.pathname === '/') url.pathname = PATHS[spoken]
  return { url: url.href, name: `${url.host}/${spoken}`, host: url.host, wire: spoken }
}

/** What one connection asks for. */
export type Request = {
  /** Unix microseconds, or below 10^15 the number of an event; without one it starts at the live tail. */
  cursor: number | undefined
  collections: string[]
  /** The accounts wanted, where not all are. */
  dids: string[] | undefined
  /** The id of the dictionary with which events shall be compressed. */
  dictionary: number | undefined
}

/**
 * The address to connect to. Of v1 it names no accounts: those are told by the first message, which
 * `requireHello` makes the server wait for.
 */
export function addressOf(feed: Feed, request: Request): string {
  const { cursor, collections, dids, dictionary } = request
  const address = new URL(feed.url)
  const { searchParams } = address
  const append = (name: string, values: string[]) => {
    for (const value of values) searchParams.append(name, value)
  }
  if (feed.wire === 'v2') {
    append('collections', collections)
    append('dids', dids ?? [])
    if (dictionary !== undefined) searchParams.set('zstdDictionary', String(dictionary))
  } else {
    append('wantedCollections', collections)
    if (dids !== undefined) searchParams.set('requireHello', 'true')
    if (dictionary !== undefined) searchParams.set('compress', 'true')
  }
  if (cursor !== undefined) searchParams.set('cursor', String(cursor))
  return address.href
}

/** The message by which a v1 server learns what is wanted, the first time and when that changes. */
export function optionsUpdateOf(collections: string[], dids: string[]): string {
  const payload = { wantedCollections: collections, wantedDids: dids, maxMessageSizeBytes: 0 }
  return JSON.stringify({ type: 'options_update', payload })
}
