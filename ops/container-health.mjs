import { readFileSync } from 'node:fs'

/**
 * Ends with 0 where the container's process answers: the API and the site to those who ask them, the
 * others to Prometheus.
 */
const metricsPort = Number(process.env.METRICS_PORT)
const addresses = {
  'api/main.ts': `http://127.0.0.1:${process.env.PORT || 3001}/health`,
  'frontend/main.ts': `http://127.0.0.1:${process.env.PORT || 3000}/favicon.svg`,
  'firehose/main.ts': `http://127.0.0.1:${metricsPort}/metrics`,
  'scheduler/main.ts': `http://127.0.0.1:${metricsPort + 10}/metrics`,
  'indexer/main.ts': `http://127.0.0.1:${metricsPort + 50}/metrics`,
}

const command = readFileSync(process.argv[2] ?? '/proc/1/cmdline', 'utf8')
const [, address] = Object.entries(addresses).find(([name]) => command.includes(name)) ?? []
const answer = address && (await fetch(address).catch(() => undefined))
process.exit(answer?.ok ? 0 : 1)
