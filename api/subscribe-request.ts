import type { IncomingMessage } from 'node:http'
import type { Feed } from './event-feed.ts'
import { badRequest, Refusal } from './refusal.ts'
import {
  type Beginning,
  readSubscribeQuery,
  type SubscribeOptions,
} from './subscribe-parameters.ts'

export const SUBSCRIBE = '/subscribe'

/** @throws Refusal */
export function readUpgrade({ url }: IncomingMessage): SubscribeOptions {
  const address = URL.parse(url ?? '', 'http://localhost')
  if (address?.pathname !== SUBSCRIBE) {
    throw new Refusal(404, 'NotFound', 'There is no WebSocket at this address.')
  }
  return readSubscribeQuery(address.searchParams)
}

/** @throws Refusal where the cursor is of a store with another number of partitions */
export function refuseForeign(beginning: Beginning | undefined, { recent }: Feed): void {
  if (beginning === undefined || beginning.places.length === recent.places().length) return
  throw badRequest('cursor: expected one that a message of this server gave.')
}
