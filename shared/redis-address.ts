/**
 * The addresses in one REDIS_URL, which may list the hosts of a cluster behind one scheme and one
 * set of credentials: `redis://user:secret@h1:7001,h2:7002` are two.
 */
export function addressesIn(url: string): string[] {
  const [, scheme = '', credentials = '', hosts = ''] =
    /^(rediss?:\/\/)([^/]*@)?([^/]+)\/?$/.exec(url) ?? []
  if (!hosts.includes(',')) return [url]
  return hosts.split(',').map((host) => `${scheme}${credentials}${host}`)
}

/** True for a redis://, rediss:// or unix:// address, or a list of the first two. */
export function isRedisUrl(text: string): boolean {
  if (text.startsWith('unix://')) return URL.canParse(text)
  const addresses = addressesIn(text)
  return addresses.every((each) => /^rediss?:\/\/./.test(each) && URL.canParse(each))
}
