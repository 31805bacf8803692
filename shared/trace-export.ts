import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Tracing } from './tracing.ts'

/** Shorter than a process manager waits for a process to end. */
const PATIENCE = 3000

/**
 * Sends spans to the collector that the environment names, some at once and in the background. What
 * the collector does not take is lost: it must not hold up what is traced.
 */
export function openExport(service: string): Tracing {
  const exporter = new OTLPTraceExporter({ timeoutMillis: PATIENCE })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': `orrery-${service}`,
      'service.instance.id': String(process.pid),
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: PATIENCE })],
  })
  const tracer = provider.getTracer('orrery')
  return {
    async trace(name, work, kind) {
      const options = { root: true, ...(kind === 'server' && { kind: SpanKind.SERVER }) }
      const span = tracer.startSpan(name, options)
      const fail = () => void span.setStatus({ code: SpanStatusCode.ERROR })
      try {
        return await work({
          note: (attributes) => void span.setAttributes(attributes),
          rename: (to) => void span.updateName(to),
          fail,
        })
      } catch (error) {
        // Its message may name an account.
        span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
        fail()
        throw error
      } finally {
        span.end()
      }
    },
    async [Symbol.asyncDispose]() {
      await provider.shutdown().catch(() => {}) // the collector is away, and nobody else to tell
    },
  }
}
