import { BlockList, isIP } from 'node:net'

/** Where avatars may come from: origins as URLs write them, and whether each may be a private address. */
export type AvatarHosts = ReadonlyMap<string, { mayBePrivate: boolean }>

/**
 * Reads hosts (`cdn.example`, by https) and origins (`http://127.0.0.1:6010`), separated by commas.
 * Whoever names an address itself, or localhost, means it, even where it is private. Undefined where
 * one is neither.
 */
export function parseAvatarHosts(text: string): AvatarHosts | undefined {
  const hosts = new Map<string, { mayBePrivate: boolean }>()
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const url = URL.parse(part.includes('://') ? part : `https://${part}`)
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined
    if (url.href !== `${url.origin}/` || url.hostname === '') return undefined
    hosts.set(url.origin, { mayBePrivate: isExplicit(url.hostname) })
  }
  return hosts
}

function isExplicit(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0
}

/** What is not a host of the public internet (RFC 6890 and the registries it made). */
const NOT_PUBLIC = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv4')
}

/** Of IPv6 only global unicast is public; of that neither documentation, nor ways to reach IPv4. */
const GLOBAL = new BlockList()
GLOBAL.addSubnet('2000::', 3, 'ipv6')
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv6')
}

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !NOT_PUBLIC.check(address, 'ipv4')
  return GLOBAL.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6')
}
