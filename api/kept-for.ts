import type { Middleware } from 'koa'

/** How long browsers and proxies may give an answer again; a refusal says otherwise. */
export function keptFor(seconds: number): Middleware {
  return async (ctx, next) => {
    ctx.set('Cache-Control', `public, max-age=${seconds}`)
    await next()
  }
}
