import type { Dictionary } from './words/dictionary.ts'

export type FailureKind = keyof Dictionary['failure']['kinds']

/** What codes of the API (and `NoSubject`, the site's own) come down to. */
const KINDS: Record<string, FailureKind> = {
  InvalidRequest: 'address',
  NoSubject: 'address',
  HandleNotFound: 'unknown',
  AccountPrivate: 'private',
  AccountOptedOut: 'optedOut',
  AccountDeactivated: 'deactivated',
  AccountTakedown: 'takenDown',
  AccountSuspended: 'suspended',
  AccountDeleted: 'deleted',
  AccountInactive: 'inactive',
  RateLimitExceeded: 'quota',
  UpstreamUnavailable: 'directory',
}

const KINDS_BY_STATUS: Record<number, FailureKind> = {
  400: 'address',
  404: 'page',
  429: 'quota',
  503: 'away',
}

/** Why there is nothing to show, as far as it matters to whoever looks. */
export function failureKindOf(status: number, code: string | undefined): FailureKind {
  const known = code !== undefined && Object.hasOwn(KINDS, code) ? KINDS[code] : undefined
  return known ?? KINDS_BY_STATUS[status] ?? 'broken'
}
