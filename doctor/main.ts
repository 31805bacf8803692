import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs, parseEnv } from 'node:util'
import { examine } from './examine.ts'
import { textOf } from './finding.ts'
import { checkNames, readSettings } from './settings.ts'
import { checkNode } from './system.ts'

const USAGE = `Usage: npm run doctor [-- --json] [-- --env FILE]
Looks at the whole set-up and says what to do. Ends with 1 where something does not work.
  --json  the same for programs: { level, findings: [{ area, level, message, advice }] }
  --env   another file of settings than .env
`

const root = fileURLToPath(new URL('..', import.meta.url))

function request() {
  try {
    const file = { type: 'string', default: `${root}.env` } as const
    return parseArgs({ options: { json: { type: 'boolean', default: false }, env: file } }).values
  } catch {
    return undefined // an option that USAGE does not list
  }
}

const asked = request()
if (asked) await run(asked)
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}

async function run({ json, env }: { json: boolean; env: string }): Promise<void> {
  const written = existsSync(env) ? parseEnv(readFileSync(env, 'utf8')) : {}
  const environment = { ...written, ...process.env }
  const { settings, findings } = readSettings(environment)
  const all = [
    ...checkNode(process.versions.node),
    ...findings,
    ...checkNames(written, readFileSync(`${root}.env.example`, 'utf8')),
    ...(await examine(settings, environment)),
  ]
  const levels = ['fail', 'warn'] as const
  const level = levels.find((each) => all.some((finding) => finding.level === each)) ?? 'ok'
  console.log(json ? JSON.stringify({ level, findings: all }, null, 2) : textOf(all))
  process.exitCode = level === 'fail' ? 1 : 0
}
