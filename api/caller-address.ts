import { isIP } from 'node:net'

/**
 * What stands for the caller behind an address: an IPv4 address whole; of an IPv6 address the first 64
 * bits, which is what one customer has. Undefined for what is no address.
 */
export function callerAddressOf(address: string): string | undefined {
  const text = address.trim().replace(/%.*$/, '')
  const version = isIP(text)
  if (version === 0) return undefined
  if (version === 4) return text
  const groups = groupsOf(text)
  const [seventh = 0, eighth = 0] = groups.slice(6)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) {
    return [seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join('.')
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16))
  return groups.every((group, place) => group === (place === 7 ? 1 : 0))
    ? LOOPBACK_6
    : `${network.join(':')}::/64`
}

const LOOPBACK_6 = '::1'

/** True for an address of this machine, as `callerAddressOf` gives it. */
export function isLoopback(address: string): boolean {
  return address === LOOPBACK_6 || address.startsWith('127.')
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [before = '', after] = canonical.split('::')
  const head = numbersIn(before)
  if (after === undefined) return head
  const tail = numbersIn(after)
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
