import { ConfigError } from './config.ts'

/** What is being done, while it lasts. */
export type Span = {
  /** Says what is known by now; nothing that tells of people. */
  note(attributes: Record<string, string | number | boolean>): void
  /** For what gets its name only when it is known what it was. */
  rename(name: string): void
  /** Marks it as failed where it throws nothing. */
  fail(): void
}

/** Does some work as a span of that name; it failed if it throws. */
export type Trace = <Result>(
  name: string,
  work: (span: Span) => Promise<Result>,
  kind?: 'server',
) => Promise<Result>

const NO_SPAN: Span = { note() {}, rename() {}, fail() {} }

/** What `trace` is while nobody wants traces. */
export const untraced: Trace = (_, work) => work(NO_SPAN)

export type Tracing = AsyncDisposable & { trace: Trace }

/**
 * Traces of a process, sent as OpenTelemetry wants it if OTEL_EXPORTER_OTLP_ENDPOINT (or that of
 * traces alone) names a collector. What sends them is loaded only then.
 * @throws ConfigError where that is no address
 */
export async function openTracing(
  service: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Tracing> {
  const given = VARIABLES.filter((name) => environment[name])
  if (given.length === 0) return { trace: untraced, async [Symbol.asyncDispose]() {} }
  const wrong = given.find((name) => !isWebAddress(environment[name]))
  if (wrong) throw new ConfigError(`${wrong}: expected an http:// or https:// address.`)
  const { openExport } = await import('./trace-export.ts')
  return openExport(service)
}

const VARIABLES = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const

function isWebAddress(text: string | undefined): boolean {
  return /^https?:$/.test(URL.parse(text ?? '')?.protocol ?? '')
}
