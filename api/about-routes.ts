import type { Router } from '@koa/router'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import { didCall, robotsCall } from './openapi-network.ts'

const DAY_SECONDS = 86_400
const ROBOTS = `User-agent: *
Disallow: /links
Disallow: /links/
Disallow: /xrpc/
`

/** What the server says of itself: to crawlers, and as a service of the protocol. */
export function addAboutRoutes(router: Router, didWeb: string | undefined): void {
  router.get('/robots.txt', documented(robotsCall), keptFor(DAY_SECONDS), (ctx) => {
    ctx.body = ROBOTS
    ctx.type = 'text/plain'
  })

  if (didWeb === undefined) return
  const serviceEndpoint = `https://${didWeb}`
  const service = { id: '#constellation', type: 'ConstellationGraphService', serviceEndpoint }
  router.get('/.well-known/did.json', documented(didCall), keptFor(DAY_SECONDS), (ctx) => {
    ctx.body = { id: `did:web:${didWeb}`, service: [service] }
  })
}
