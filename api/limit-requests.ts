import type { Middleware } from 'koa'
import { admit, type RequestLimits } from './admission.ts'
import { costOf } from './call-costs.ts'
import { quotaHeadersOf } from './quota-headers.ts'

/** The key that a request came with is `ctx.state.apiKey`, as `Admission` has it. */
export function limitRequests(limits: RequestLimits): Middleware {
  return async (ctx, next) => {
    const cost = ctx.method === 'OPTIONS' ? 0 : costOf(ctx.path, ctx.query.order)
    const { key, standing, refusal } = await admit(limits, ctx.req, cost)
    ctx.state.apiKey = key
    if (standing) ctx.set(quotaHeadersOf(standing))
    if (refusal) throw refusal
    await next()
  }
}
