import { connectionOf } from '@orrery/shared/config'
import type { Logger } from '@orrery/shared/logging'
import type { Modules } from '@orrery/shared/modules'
import { connect, type Redis } from '@orrery/shared/redis'
import { dangersOf, readServers, type ServerFacts } from '@orrery/shared/redis-care'
import { type Finding, findingsIn } from './finding.ts'

const PATIENCE = 5000
const LEAST_VERSION = 7

const { ok, warn, fail, unknown } = findingsIn('Redis')

type RedisConfig = Parameters<typeof connectionOf>[0] & { REDIS_URL: string }

/** A connection, or why there is none. */
export async function openRedis(config: RedisConfig): Promise<Redis | Finding> {
  let problem: Error | undefined
  const over = new AbortController()
  const log = {
    warn: ({ err }: { err: Error }) => {
      problem = err
      over.abort()
    },
    info() {},
  }
  try {
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE)])
    const options = { ...connectionOf(config), log: log as unknown as Logger, signal }
    return await connect(config.REDIS_URL, options)
  } catch (error) {
    const cause = problem ?? (error as Error)
    const where = placesIn(config.REDIS_URL)
    return fail(`cannot be reached at ${where}: ${wordsOf(cause)}`, adviceOn(cause))
  }
}

/** Without what is secret. */
export function placesIn(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}

function wordsOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  const causes = error instanceof AggregateError ? error.errors.map((each) => each.message) : []
  return error.message || causes.join(', ') || code || error.name
}

function adviceOn(error: Error): string {
  const text = `${wordsOf(error)} ${(error as NodeJS.ErrnoException).code ?? ''}`
  if (/WRONGPASS|NOAUTH|NOPERM/.test(text)) {
    return 'Put the right user and password into REDIS_URL: redis://user:password@host:6379.'
  }
  if (/certificate|CERT|altname/i.test(text)) {
    return 'Name the file of the authority that signed its certificate in REDIS_CA.'
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return 'Correct the host in REDIS_URL.'
  return 'Start it (`systemctl start redis-server`, or `docker compose up -d`), or correct REDIS_URL.'
}

export type Looked = { servers: ServerFacts[] | undefined; findings: Finding[] }

/** Its version, and what of its configuration costs data or memory. */
export async function checkRedis(redis: Redis, modules: Modules): Promise<Looked> {
  const { version, json, timeSeries } = modules
  const storage =
    json && timeSeries
      ? 'with RedisJSON and RedisTimeSeries'
      : 'without its modules, on plain keys, which does as well'
  const isOld = Number.parseInt(version, 10) < LEAST_VERSION
  const about = isOld
    ? fail(`version ${version} is too old`, `Use ${LEAST_VERSION} or later.`)
    : ok(`${version}, ${storage}`)
  const servers = await readServers(redis).catch((error: Error) => {
    if (!/^(NOPERM|ERR)\b/.test(error.message)) throw error
    return undefined
  })
  if (!servers) {
    const rights = 'Give its user +info and +config|get, as ops/redis-users.acl does.'
    return { servers, findings: [about, unknown('does not tell this user how it is', rights)] }
  }
  const dangers = dangersOf(servers).map(({ message, advice }) =>
    warn(message.replace(/^Redis /, ''), advice),
  )
  const kept = dangers.length > 0 ? dangers : [ok('keeps what it is given, and evicts nothing')]
  return { servers, findings: [about, ...kept] }
}
