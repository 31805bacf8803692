import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** How often is looked whether connections are left, in milliseconds. */
const LOOK = 20

/**
 * Ends connections that clients keep so that none of them is closed under a request on its way: each
 * gets one more answer, which says that it is the last. To be called before any request comes.
 * @returns what begins with that; it resolves when no connection is left, or after the milliseconds
 */
export function createLastAnswers(server: Server): (milliseconds: number) => Promise<void> {
  let isEnding = false
  server.prependListener('request', (_, response) => {
    if (isEnding) response.shouldKeepAlive = false
  })
  return async (milliseconds) => {
    isEnding = true
    const deadline = performance.now() + milliseconds
    while (performance.now() < deadline && (await connectionsOf(server)) > 0) await sleep(LOOK)
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
