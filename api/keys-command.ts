import { parseArgs } from 'node:util'
import { ConfigError, connectionOf, readConfig, redisSettings } from '@orrery/shared/config'
import { connect, type Redis } from '@orrery/shared/redis'
import { z } from 'zod'
import { type ApiKey, createKey, listKeys, revokeKey } from './keys.ts'

const USAGE = `Usage: npm run keys -- create NAME [--quota N]   gives out a key and shows it, once
       npm run keys -- list                      shows who has keys
       npm run keys -- revoke ID                 takes a key back, within five seconds
  --quota  what may be asked with it in a minute; 0 without end; KEY_QUOTA where it is not said
`

const PATIENCE = 3000

type Command =
  | { verb: 'create'; name: string; quota: number | null }
  | { verb: 'list' }
  | { verb: 'revoke'; id: string }

/** Undefined where the command line is not as USAGE says. */
function commandOf(args: string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { quota: { type: 'string' } },
    })
    const [verb, what, ...more] = positionals
    if (more.length > 0) return undefined
    if (verb === 'list' && what === undefined) return { verb }
    if (verb === 'revoke' && what) return { verb, id: what }
    const quota = values.quota === undefined ? null : Number(values.quota)
    const isQuota = quota === null || (Number.isSafeInteger(quota) && quota >= 0)
    return verb === 'create' && what && isQuota ? { verb, name: what, quota } : undefined
  } catch {
    return undefined // an option that USAGE does not list
  }
}

async function run(redis: Redis, command: Command): Promise<string> {
  if (command.verb === 'list') return tableOf(await listKeys(redis))
  if (command.verb === 'create') {
    const { id, name, quota, text } = await createKey(redis, command, Date.now())
    return `Key ${id} for ${name}, ${quotaOf({ quota })}. It is shown only now:\n\n  ${text}\n`
  }
  if (await revokeKey(redis, command.id)) return `Key ${command.id} is revoked.`
  process.exitCode = 1
  return `There is no key ${command.id}; npm run keys -- list shows all.`
}

function tableOf(found: ApiKey[]): string {
  if (found.length === 0) return 'Nobody has a key.'
  const rows = found.map((key) => [key.id, key.createdAt.slice(0, 10), key.name, quotaOf(key)])
  const lines = [['id', 'since', 'name', 'quota'], ...rows]
  const widths = [0, 1, 2].map((place) =>
    Math.max(...lines.map((line) => line[place]?.length ?? 0)),
  )
  return lines
    .map((line) => line.map((text, place) => text.padEnd(widths[place] ?? 0)).join('  '))
    .join('\n')
}

function quotaOf({ quota }: Pick<ApiKey, 'quota'>): string {
  if (quota === null) return 'the default quota'
  return quota === 0 ? 'no quota' : `${quota} a minute`
}

const command = commandOf(process.argv.slice(2))
if (command) await runOnRedis(command).then(console.log, fail)
else fail(USAGE, 2)

async function runOnRedis(command: Command): Promise<string> {
  const config = readConfig(z.object(redisSettings))
  const signal = AbortSignal.timeout(PATIENCE)
  await using redis = await connect(config.REDIS_URL, { ...connectionOf(config), signal }).catch(
    (cause) => {
      throw new ConfigError('Redis cannot be reached; REDIS_URL says where it is.', { cause })
    },
  )
  return run(redis, command)
}

/** @throws what is neither a sentence nor a mistake in the settings */
function fail(reason: unknown, code = 1): void {
  if (typeof reason !== 'string' && !(reason instanceof ConfigError)) throw reason
  process.stderr.write(typeof reason === 'string' ? reason : `${reason.message}\n`)
  process.exitCode = code
}
