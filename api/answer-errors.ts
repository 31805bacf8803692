import type { RouterContext } from '@koa/router'
import type { Logger } from '@orrery/shared/logging'
import type { Context, Middleware } from 'koa'
import { isDid } from './actor.ts'
import { createFirstOfMany } from './first-of-many.ts'
import { Refusal, refusalOf } from './refusal.ts'

/** Refusals for one reason are told as one, while no two are further apart. */
const SAME_OUTAGE = 10_000

/**
 * Answers whatever was not answered as `{ error, message }`. What nobody expected is logged with its
 * causes and tells the asker nothing. Of an outage, in which all who ask are refused, the first
 * refusal is logged.
 */
export function answerErrors(log: Logger): Middleware {
  const isFirst = createFirstOfMany(SAME_OUTAGE)

  function levelOf({ status, message }: Refusal, error: unknown): 'error' | 'warn' | 'debug' {
    if (status === 500) return 'error'
    return isFirst(`${message} ${messageOf(error)}`) ? 'warn' : 'debug'
  }

  return async (ctx, next) => {
    try {
      await next()
      const unanswered = ctx.body === undefined || ctx.body === null
      if (unanswered && ctx.status >= 400) answer(ctx, refusalOfStatus(ctx))
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal.status >= 500) {
        const fields = { status: refusal.status, method: ctx.method, ...routeOf(ctx) }
        const cause = refusal === error ? {} : { err: error }
        log[levelOf(refusal, error)]({ ...fields, ...cause }, refusal.message)
      }
      answer(ctx, refusal)
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Where it happened, by what the log may hold: a DID is public, but who asks and for which name is not. */
function routeOf(ctx: Context): { route: string; dids: string[] } {
  const { _matchedRoute, params = {} } = ctx as Context & Partial<RouterContext>
  return { route: String(_matchedRoute), dids: Object.values(params).filter(isDid) }
}

function answer(ctx: Context, { status, code, message, retryAfter }: Refusal): void {
  ctx.status = status
  ctx.body = { error: code, message }
  ctx.set('Cache-Control', 'no-store')
  if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter))
}

/** What the router found out by itself and left without a body. */
function refusalOfStatus({ status, method }: Context): Refusal {
  if (status === 404) return new Refusal(404, 'NotFound', 'There is nothing at this address.')
  return new Refusal(status, 'MethodNotAllowed', `This address does not answer ${method}.`)
}
