import { z } from 'zod'

/**
 * What the network tells, as Jetstream v1 writes it; also the form in which events travel in the
 * streams. Syntax is checked as far as the store relies on it (https://atproto.com/specs).
 */
const did = z
  .string()
  .max(2048)
  .regex(/^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/, 'not a DID')
/** The name of a collection. */
export const nsid = z
  .string()
  .max(317)
  .regex(/^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+){1,}\.[a-zA-Z][a-zA-Z0-9]*$/, 'not an NSID')
const rkey = z
  .string()
  .max(512)
  .regex(/^(?!\.{1,2}$)[a-zA-Z0-9._:~-]+$/, 'not a record key')
/** Any base that a CID may be written in; what else stands there is no reason to refuse the record. */
const cid = z
  .string()
  .max(256)
  .regex(/^[a-zA-Z0-9+/=_-]+$/)
  .optional()
  .catch(undefined)
const time_us = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Records are handed on as parsed: a copy would follow keys such as `__proto__`. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const written = z.object({
  operation: z.enum(['create', 'update']),
  rev: z.string(),
  collection: nsid,
  rkey,
  record: z.custom<Record<string, unknown>>(isObject, 'not an object'),
  cid,
})
const deleted = z.object({
  operation: z.literal('delete'),
  rev: z.string(),
  collection: nsid,
  rkey,
})

const event = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('commit'),
    did,
    time_us,
    commit: z.discriminatedUnion('operation', [written, deleted]),
  }),
  z.object({
    kind: z.literal('identity'),
    did,
    time_us,
    identity: z.object({ handle: z.string().max(253).optional() }),
  }),
  z.object({
    kind: z.literal('account'),
    did,
    time_us,
    account: z.object({ active: z.boolean(), status: z.string().optional() }),
  }),
])

export type NetworkEvent = z.output<typeof event>
export type CommitEvent = Extract<NetworkEvent, { kind: 'commit' }>
export type IdentityEvent = Extract<NetworkEvent, { kind: 'identity' }>
export type AccountEvent = Extract<NetworkEvent, { kind: 'account' }>

/** One line of a stream's batch, or in one sentence why it cannot be read. */
export function readEvent(line: string): { event: NetworkEvent } | { reason: string } {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (error) {
    return { reason: `not JSON: ${(error as Error).message}` }
  }
  const result = event.safeParse(json)
  if (result.success) return { event: result.data }
  const [issue] = result.error.issues
  return { reason: `${issue?.path.join('.') || 'event'}: ${issue?.message}` }
}
