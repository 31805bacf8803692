import type { Middleware } from 'koa'

/**
 * What a browser may do with an answer that it was led to: nothing but show it. A route that needs more
 * says so itself. Everybody may show pictures in their pages.
 */
export const secureHeaders: Middleware = async (ctx, next) => {
  ctx.set({
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
  await next()
}
