import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { isRedisUrl } from './redis-address.ts'

/** A setting that stops the start; its message is a sentence for the operator. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * A service's settings from the environment. An empty variable counts as unset.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.map(sentenceOf).join(' '))
}

function sentenceOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}.`
}

/** Where Redis is, as every service takes it. An address of several hosts is that of a cluster. */
export const redisSettings = {
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, 'expected a redis://, rediss:// or unix:// address')
    .default('redis://127.0.0.1:6379'),
  /** That REDIS_URL is the address of a cluster, though it may name one of its nodes only. */
  REDIS_CLUSTER: z.stringbool().default(false),
  /** A file with the certificate (PEM) of who signed that of a rediss:// server, if not a public one. */
  REDIS_CA: z.string().optional(),
}

type RedisSettings = { REDIS_CLUSTER: boolean; REDIS_CA?: string | undefined }

/** How the settings want REDIS_URL to be connected to. */
export function connectionOf({ REDIS_CLUSTER, REDIS_CA }: RedisSettings) {
  return { cluster: REDIS_CLUSTER, ca: REDIS_CA && authorityIn(REDIS_CA) }
}

function authorityIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`REDIS_CA: the file ${file} cannot be read.`, { cause })
  }
}

/** Partitions of the event streams, by author. Fixed when the store is first used. */
export const partitions = z.coerce.number().int().min(1).max(64).default(4)

/** How long raw links are kept, in hours; 0 keeps them for ever. */
export const retentionHours = z.coerce.number().int().min(0).max(87_600).default(48)

/** For how many days what passed between accounts is kept by the hour, and again by the day. */
export const historyDays = z.coerce.number().int().min(1).max(3650).default(30)

/** For how many weeks it is kept by the week. */
export const historyWeeks = z.coerce.number().int().min(1).max(1000).default(52)

/** How many hours one bucket of the store spans. Fixed when the store is first used. */
export const bucketHours = z.coerce.number().int().min(1).max(744).default(1)

/** How long work stays with a process that is gone before another takes it, in seconds. */
export const leaseSeconds = z.coerce.number().min(1).max(300).default(5)

/** A TCP port; 0 lets the system choose one. */
export const port = z.coerce.number().int().min(0).max(65_535)

/** The address a server binds to. */
export const host = z.string().default('127.0.0.1')

export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info')
