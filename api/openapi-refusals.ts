/** Everything the API refuses with: the status, and what it means. */
export const REFUSALS = {
  InvalidRequest: [400, 'A parameter is missing, or cannot be meant; the message names it.'],
  KeyRequired: [401, 'The call answers with a key only.'],
  InvalidKey: [401, 'The key that was sent is not known, or was revoked.'],
  AccountPrivate: [403, 'The account asks not to be shown to people who are not logged in.'],
  HandleNotFound: [404, 'No account has this handle.'],
  AccountDeactivated: [404, 'The account is deactivated.'],
  AccountTakedown: [404, 'The account was taken down.'],
  AccountSuspended: [404, 'The account is suspended.'],
  AccountDeleted: [404, 'The account was deleted.'],
  AccountInactive: [404, 'The account is not active.'],
  AccountOptedOut: [404, 'The account has opted out, and is told of nowhere.'],
  NoAvatar: [404, 'The account has no avatar that can be shown.'],
  ListNotFound: [404, 'There is no list of this hour, not yet or no more.'],
  RequestTimeout: [408, 'The body of the request did not come.'],
  BodyTooLarge: [413, 'The body of the request is larger than 4096 bytes.'],
  UpgradeRequired: [426, 'The address is a WebSocket, and the request does not ask for one.'],
  RateLimitExceeded: [429, 'The quota of this minute is used up.'],
  StoreUnavailable: [503, 'The store cannot be reached right now.'],
  Busy: [503, 'There are as many subscribers as this server takes.'],
  TooBusy: [503, 'Too many pictures are being drawn right now.'],
  AvatarLate: [503, 'The avatar is still on its way.'],
  UpstreamUnavailable: [503, 'The AppView cannot be reached right now, which knows handles.'],
} as const satisfies Record<string, readonly [status: number, meaning: string]>

export type RefusalCode = keyof typeof REFUSALS

/** Where an account may be named by its handle. */
export const NAMED = ['HandleNotFound', 'UpstreamUnavailable'] as const

/** Where accounts that are not active are refused. */
export const ACTIVE = [
  'AccountDeactivated',
  'AccountTakedown',
  'AccountSuspended',
  'AccountDeleted',
  'AccountInactive',
  'AccountOptedOut',
] as const

/** What every call refuses with. */
export const COMMON = ['InvalidRequest', 'InvalidKey'] as const
