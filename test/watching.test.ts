import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { METRICS_PORTS } from '@orrery/shared/prometheus'
import { freePort, startRedis } from '@orrery/shared/testing'
import { startCollector } from '@orrery/shared/testing-collector'
import { expect, test } from 'vitest'
import { metricsIn, type ToldMetric } from './exposition.ts'
import { type KnownMetric, labelsOf } from './promql.ts'
import { root, startService, until } from './services.ts'

type Panel = { title: string; targets?: { expr: string; legendFormat: string }[] }

const PROCESSES = Object.keys(METRICS_PORTS) as (keyof typeof METRICS_PORTS)[]
const ASKED = ['/health', '/stats', '/stats', '/nowhere', '/interactions/did:web:nobody.example']
/** The number of the indexer among indexers. */
const INDEXER = 1
/** Prometheus' own, and what ops/prometheus.yml adds. */
const OF_TARGETS = ['job', 'instance', 'process']

test('all processes tell what dashboard, rules and list of metrics name, and collectors what was done', async () => {
  await using resources = new AsyncDisposableStack()
  const redis = resources.use(await startRedis())
  const collector = resources.use(await startCollector())
  const [networkPort, appViewPort] = [await freePort(), await freePort()]
  const [apiPort, sitePort] = [await freePort(), await freePort()]
  const metricsPort = await freeRange()
  const start = (script: string, env: Record<string, string> = {}, parameters: string[] = []) =>
    resources.use(
      startService(
        script,
        {
          REDIS_URL: redis.url,
          METRICS_PORT: String(metricsPort),
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          ...env,
        },
        parameters,
      ),
    )
  const network = ['--port', String(networkPort), '--appview-port', String(appViewPort)]
  const site = `http://127.0.0.1:${sitePort}`
  const api = `http://127.0.0.1:${apiPort}`
  const services = [
    start('demo/simulate.ts', {}, [...network, '--rate', '50', '--history', '1h']),
    start('firehose/main.ts', { JETSTREAM_URL: `ws://127.0.0.1:${networkPort}/subscribe` }),
    start('indexer/main.ts', { NODE_APP_INSTANCE: String(INDEXER) }),
    start('scheduler/main.ts'),
    start('api/main.ts', {
      PORT: String(apiPort),
      APPVIEW_URL: `http://127.0.0.1:${appViewPort}`,
      QUOTA_LOOPBACK: 'true',
      ANONYMOUS_QUOTA: '60',
    }),
    start('frontend/main.ts', { PORT: String(sitePort), API_URL: api }),
  ]
  const scrape = async () => {
    const texts = await Promise.all(
      PROCESSES.map(async (process) => {
        const instance = process === 'indexer' ? INDEXER : 0
        const port = metricsPort + METRICS_PORTS[process] + instance
        return (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      }),
    )
    return texts.join('\n')
  }
  const hasAll = async () => {
    await Promise.all(ASKED.map((path) => fetch(`${api}${path}`).then((answer) => answer.text())))
    await fetch(`${site}/privacy`).then((answer) => answer.text())
    const text = await scrape()
    return EVIDENCE.every((line) => line.test(text))
  }
  await until('all is told', () => hasAll().catch(() => false), services, 150)
  const told = metricsIn(await scrape())

  const own = told.filter(({ name }) => name.startsWith('orrery_'))
  for (const { name, type, help } of own) {
    expect(name).toMatch(/^orrery_(firehose|indexer|scheduler|api|frontend)_[a-z_]+$/)
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
    expect(help).toMatch(/^[A-Z].*\.$/)
  }
  await expect(tableOf(own)).toMatchFileSnapshot(`${root}/ops/metrics.md`)

  const known = knownFrom(told)
  const dashboard = JSON.parse(await readFile(`${root}/ops/grafana-dashboard.json`, 'utf8'))
  for (const { targets = [] } of dashboard.panels as Panel[]) {
    for (const { expr, legendFormat } of targets) {
      const labels = labelsOf(expr, known)
      const shown = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, label = '']) => label)
      expect([expr, shown.filter((label) => !labels.has(label))]).toEqual([expr, []])
    }
  }
  const rules = await readFile(`${root}/ops/alerts.yml`, 'utf8')
  const alerts = rules.split(/^ +- alert: /m).slice(1)
  expect(alerts.length).toBeGreaterThan(10)
  for (const alert of alerts) {
    const expression = /^ +expr: (.*)$/m.exec(alert)?.[1] ?? ''
    const labels = labelsOf(expression, known)
    const shown = Array.from(alert.matchAll(/\$labels\.(\w+)/g), ([, label = '']) => label)
    expect([expression, shown.filter((label) => !labels.has(label))]).toEqual([expression, []])
  }

  const isTraced = async () =>
    [
      ['orrery-api', 'GET /interactions/:actor'],
      ['orrery-api', 'GET'],
      ['orrery-indexer', 'index a batch'],
      ['orrery-scheduler', 'job trim'],
    ].every(([service, name]) =>
      collector.spans.some((span) => span.service === service && span.name === name),
    )
  await until('all is traced', isTraced, services)
  expect(JSON.stringify(collector.spans)).not.toMatch(/did:|nobody\.example|127\.0\.0\.1/)
})

/** What only comes with events, jobs, requests, refusals. */
const EVIDENCE = [
  /^orrery_firehose_lag_seconds \d/m,
  /^orrery_indexer_events_total\{collection="app.bsky.feed.like",operation="create"\} \d/m,
  /^orrery_indexer_last_event_timestamp_seconds\{partition="0"\} \d/m,
  /^orrery_indexer_writes_total [1-9]/m,
  /^orrery_scheduler_interactions [1-9]/m,
  /^orrery_scheduler_bytes_per_interaction \d/m,
  /^orrery_scheduler_job_rows\{name="trim"\} \d/m,
  /^orrery_scheduler_job_late\{name="top"\} 0/m,
  /^orrery_api_request_seconds_count\{route="\/stats",status="200"\} \d/m,
  /^orrery_api_request_seconds_count\{route="none",status="429"\} \d/m,
  /^orrery_api_quota_refusals_total\{caller="address"\} [1-9]/m,
  /^orrery_api_cache_requests_total\{cache="stats",result="hit"\} [1-9]/m,
  /^orrery_frontend_request_seconds_count\{route="[^"]+",status="\d+"\} \d/m,
]

/** A METRICS_PORT with which all ports are free, of those that the system gives to nobody by itself. */
async function freeRange(): Promise<number> {
  const range = 12_000 + 100 * Math.floor(150 * Math.random())
  const ports = [...Object.values(METRICS_PORTS), METRICS_PORTS.indexer + INDEXER]
  const free = await Promise.all(ports.map((offset) => isFree(range + offset)))
  return free.every(Boolean) ? range : freeRange()
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const bound = once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (await bound) server.close()
  return bound
}

/** Metrics by the names that expressions have for them, with Prometheus' own. */
function knownFrom(told: ToldMetric[]): Map<string, KnownMetric> {
  const known = new Map<string, KnownMetric>([
    ['up', { type: 'gauge', labels: new Set(OF_TARGETS) }],
  ])
  for (const { name, type, labels } of told) {
    const all = new Set([...labels, ...OF_TARGETS])
    if (type === 'histogram') {
      known.set(`${name}_bucket`, { type: 'counter', labels: new Set([...all, 'le']) })
      known.set(`${name}_sum`, { type: 'counter', labels: all })
      known.set(`${name}_count`, { type: 'counter', labels: all })
    } else known.set(name, { type, labels: all })
  }
  return known
}

function tableOf(told: ToldMetric[]): string {
  const rows = told.map(({ name, type, labels, help }) => {
    const cells = [`\`${name}\``, type, labels.map((label) => `\`${label}\``).join(', '), help]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '# Metrics',
    '',
    'What each process tells Prometheus, besides what Node knows about it (`process_…`, `nodejs_…`). This',
    'list is written by a test: `npx vitest run --project end-to-end test/watching -u`.',
    '',
    '| metric | type | labels | what it is |',
    '|---|---|---|---|',
    ...rows.sort(),
    '',
  ].join('\n')
}
