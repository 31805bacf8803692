import type { Middleware } from 'koa'
import { KEY_HEADERS } from './admission.ts'
import { COMPLETE_SINCE } from './link-route.ts'
import { QUOTA_HEADERS } from './quota-headers.ts'

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, OPTIONS',
  // What brings a key is not among all headers, where a browser is asked to send them.
  'Access-Control-Allow-Headers': ['*', ...KEY_HEADERS].join(', '),
  'Access-Control-Max-Age': '86400',
}

/** Lets pages of any origin read every answer: nothing here depends on who asks. */
export const crossOrigin: Middleware = async (ctx, next) => {
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': ['Retry-After', COMPLETE_SINCE, ...QUOTA_HEADERS].join(', '),
  })
  if (ctx.method === 'OPTIONS') ctx.set(PREFLIGHT)
  await next()
}
