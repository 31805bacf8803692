import type Router from '@koa/router'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import { openApiOf, routesIn } from './openapi-document.ts'
import { openApiCall } from './openapi-network.ts'

const HOUR_SECONDS = 3600

/** Adds the document of all routes that the router has when it is first asked for. */
export function addOpenApiRoute(router: Router): void {
  let text: string | undefined
  router.get('/openapi.json', documented(openApiCall), keptFor(HOUR_SECONDS), (ctx) => {
    text ??= JSON.stringify(openApiOf(routesIn(router)))
    ctx.body = text
    ctx.type = 'json'
  })
}
