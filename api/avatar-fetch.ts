import { type LookupAddress, lookup } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { type AvatarHosts, isPublicAddress } from './avatar-hosts.ts'

/** An avatar that cannot be had, and why. */
export class AvatarError extends Error {
  override name = 'AvatarError'
}

export type FetchOptions = {
  hosts: AvatarHosts
  /** How many bytes there may be. */
  bytes: number
  /** How long all of it may take, in milliseconds. */
  patience: number
}

const TYPES = /^image\/(jpeg|png|webp)\b/i

/**
 * What is at the address, which must be of one of the hosts. Redirects are not followed; a host that
 * is given by a name must not lead to a private address.
 * @throws AvatarError, and nothing else
 */
export async function fetchAvatar(address: string, options: FetchOptions): Promise<Buffer> {
  const url = URL.parse(address)
  const host = url && options.hosts.get(url.origin)
  if (!url || !host) throw new AvatarError('its host is not one of those that avatars come from')
  if (url.username || url.password) throw new AvatarError('its address has a password')
  try {
    const response = await request(url, host.mayBePrivate ? lookup : lookupPublic, options.patience)
    return await readImage(response, options.bytes)
  } catch (cause) {
    if (cause instanceof AvatarError) throw cause
    throw new AvatarError(`${url.origin} gives no answer`, { cause })
  }
}

function request(url: URL, lookup: LookupFunction, patience: number): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  const answered = Promise.withResolvers<IncomingMessage>()
  const asked = request(url, {
    lookup,
    signal: AbortSignal.timeout(patience),
    headers: { accept: 'image/jpeg, image/png', 'user-agent': 'orrery' },
  })
  asked.on('response', answered.resolve).on('error', answered.reject).end()
  return answered.promise
}

async function readImage(response: IncomingMessage, bytes: number): Promise<Buffer> {
  try {
    const { statusCode, headers } = response
    if (statusCode !== 200) throw new AvatarError(`its host answers ${statusCode}`)
    if (!TYPES.test(headers['content-type'] ?? '')) {
      throw new AvatarError(`it is ${headers['content-type'] ?? 'of no type'}`)
    }
    if (Number(headers['content-length'] ?? 0) > bytes) throw new AvatarError('it is too large')
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > bytes) throw new AvatarError('it is too large')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    response.destroy()
  }
}

/** Looks a name up, and finds nothing where one of its addresses is not public. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    const isPublic = addresses?.every(({ address }) => isPublicAddress(address))
    if (error || !first) callback(error ?? new Error('no address'), '')
    else if (!isPublic) callback(new AvatarError('its host has a private address'), '')
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
