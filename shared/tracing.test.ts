import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { startCollector } from './testing-collector.ts'
import { openTracing } from './tracing.ts'

afterEach(() => void vi.unstubAllEnvs())

test('a collector is told what was done, how it went, and not why', async () => {
  await using collector = await startCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  {
    await using tracing = await openTracing('api')
    const { trace } = tracing
    const result = await trace(
      'GET',
      async (span) => {
        span.rename('GET /circles/:actor')
        span.note({ 'http.response.status_code': 200 })
        return 'done'
      },
      'server',
    )
    expect(result).toBe('done')
    const failing = trace('job top', () => Promise.reject(new TypeError('did:plc:alice is odd')))
    await expect(failing).rejects.toThrow('did:plc:alice is odd')
    await trace('job hot', async (span) => span.fail())
  }
  expect(collector.spans).toEqual([
    {
      service: 'orrery-api',
      name: 'GET /circles/:actor',
      kind: 2,
      failed: false,
      attributes: { 'http.response.status_code': 200 },
    },
    {
      service: 'orrery-api',
      name: 'job top',
      kind: 1,
      failed: true,
      attributes: { 'error.type': 'TypeError' },
    },
    { service: 'orrery-api', name: 'job hot', kind: 1, failed: true, attributes: {} },
  ])
})

test.each([
  ['answers nothing', async () => startCollector({ answers: false })],
  [
    'is not there',
    async () => {
      const collector = await startCollector()
      await collector[Symbol.asyncDispose]()
      return { ...collector, async [Symbol.asyncDispose]() {} }
    },
  ],
])('a collector that %s holds up neither the work nor the end', async (_, start) => {
  await using collector = await start()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  await using tracing = await openTracing('api')
  expect(await tracing.trace('work', async () => 'done')).toBe('done')
})

test('an address that is none is said to be wrong', async () => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }
  await expect(openTracing('api', environment)).rejects.toThrow('OTEL_EXPORTER_OTLP_ENDPOINT:')
})

/** Runs a program that lists the modules that tracing brings with it. */
async function loadedWith(endpoint: string): Promise<string> {
  const program = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    const { openTracing } = await import('./tracing.ts')
    const tracing = await openTracing('api')
    await tracing.trace('work', async () => {})
    console.log(loaded.join('\\n'))
    process.exit()`
  const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
  const parameters = ['--input-type=module', '--eval', program]
  const options = { cwd: import.meta.dirname, env }
  return (await promisify(execFile)(process.execPath, parameters, options)).stdout
}

test('nothing of OpenTelemetry is loaded while no collector is named', async () => {
  expect(await loadedWith('http://127.0.0.1:9')).toContain('@opentelemetry')
  const loaded = await loadedWith('')
  expect(loaded).toContain('tracing.ts')
  expect(loaded).not.toContain('opentelemetry')
})
