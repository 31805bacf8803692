import type { Middleware } from 'koa'
import { COMPLETE_SINCE } from './link-route.ts'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Max-Age': '86400',
}

/** Lets pages of any origin read every answer: nothing here depends on who asks. */
export const crossOrigin: Middleware = async (ctx, next) => {
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': `Retry-After, ${COMPLETE_SINCE}`,
    'X-Content-Type-Options': 'nosniff',
  })
  if (ctx.method === 'OPTIONS') ctx.set(PREFLIGHT)
  await next()
}
