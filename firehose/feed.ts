/** One server's events in one wire format, and the collections wanted of it. */
export type Feed = { url: string; name: string; host: string; collections: string[] }

/** Cursors are kept by `name`: times of one host or wire mean nothing to another. */
export function feedOf(url: string, collections: string[]): Feed {
  const { host } = new URL(url)
  return { url, name: `${host}/v1`, host, collections }
}

/** The address to connect to. Without a cursor (Unix microseconds) it starts at the live tail. */
export function addressOf({ url, collections }: Feed, cursor: number | undefined): string {
  const address = new URL(url)
  for (const name of collections) address.searchParams.append('wantedCollections', name)
  if (cursor !== undefined) address.searchParams.set('cursor', String(cursor))
  return address.href
}
