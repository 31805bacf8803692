import type { Middleware } from 'koa'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Max-Age': '86400',
}

/** Lets pages of any origin read every answer: nothing here depends on who asks. */
export const crossOrigin: Middleware = async (ctx, next) => {
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Retry-After',
    'X-Content-Type-Options': 'nosniff',
  })
  if (ctx.method === 'OPTIONS') ctx.set(PREFLIGHT)
  await next()
}
