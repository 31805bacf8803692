import type { Trace } from '@orrery/shared/tracing'
import type { Middleware } from 'koa'
import type { ObserveRequest } from './metrics.ts'

/**
 * Tells metrics and traces of every request: its method, the route as it is written, the status and
 * the time until the answer began. Who asks, and for whom, is told to neither.
 */
export function watchRequests(observe: ObserveRequest, trace: Trace): Middleware {
  return (ctx, next) =>
    trace(
      ctx.method,
      async (span) => {
        const begun = performance.now()
        await next()
        const { method, status } = ctx
        // Where the router leaves it.
        const route: unknown = ctx._matchedRoute
        observe(String(route ?? 'none'), status, (performance.now() - begun) / 1000)
        span.note({ 'http.request.method': method, 'http.response.status_code': status })
        if (route !== undefined) {
          span.rename(`${method} ${route}`)
          span.note({ 'http.route': String(route) })
        }
        if (status >= 500) span.fail()
      },
      'server',
    )
}
