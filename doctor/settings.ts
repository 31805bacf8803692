import { ConfigError, readConfig } from '@orrery/shared/config'
import type { z } from 'zod'
import { settings as apiSettings } from '../api/config.ts'
import { settings as firehoseSettings } from '../firehose/config.ts'
import { variables } from '../frontend/src/env.ts'
import { schema as indexerSettings } from '../indexer/config.ts'
import { settings as schedulerSettings } from '../scheduler/config.ts'
import { type Finding, findingsIn } from './finding.ts'

type Environment = Record<string, string | undefined>

const SERVICES = {
  firehose: firehoseSettings,
  indexer: indexerSettings,
  scheduler: schedulerSettings,
  api: apiSettings,
}

export type Settings = {
  firehose: z.output<typeof firehoseSettings>
  scheduler: z.output<typeof schedulerSettings>
  api: z.output<typeof apiSettings>
}

/** The settings of who has none that are wrong, and what is to be said of all. */
export function readSettings(environment: Environment): {
  settings: Partial<Settings>
  findings: Finding[]
} {
  const { ok, fail } = findingsIn('settings')
  const settings: Record<string, unknown> = {}
  const findings: Finding[] = []
  for (const [service, schema] of Object.entries(SERVICES)) {
    try {
      settings[service] = readConfig(schema as z.ZodObject, environment)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      findings.push(fail(`the ${service} does not start: ${error.message}`, MEND))
    }
  }
  for (const [name, { schema }] of Object.entries(variables)) {
    const { success } = (schema as z.ZodType).safeParse(environment[name] || undefined)
    if (!success) findings.push(fail(`the frontend does not start: ${name} is wrong`, MEND))
  }
  if (findings.length === 0) findings.push(ok('every service can read its settings'))
  return { settings, findings }
}

const MEND = 'Correct it in .env; .env.example says what it may be.'

/** Of the file `.env`: what no service reads, as after a slip of the pen. */
export function checkNames(written: Environment, example: string): Finding[] {
  const { warn } = findingsIn('settings')
  const known = new Set(Array.from(example.matchAll(/\b[A-Z][A-Z0-9_]+\b/g), ([name]) => name))
  const strange = Object.keys(written).filter((name) => !known.has(name) && !FOREIGN.test(name))
  const shared = ['HOST', 'PORT'].filter((name) => written[name])
  return [
    ...strange.map((name) =>
      warn(`${name} in .env is no setting of Orrery`, 'See .env.example for all there are.'),
    ),
    ...shared.map((name) =>
      warn(
        `${name} in .env is read by API and site alike, and both cannot have it`,
        'Use API_PORT and SITE_PORT, or give it to the one process.',
      ),
    ),
  ]
}

/** What others read: Node, pm2 and the exporter of traces. */
const FOREIGN = /^(NODE_|PM2_|OTEL_|TZ$|LANG$|PATH$|UV_)/
