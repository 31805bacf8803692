import type { Documentation } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'
import { subscribeQuery } from './subscribe-parameters.ts'

const EVENTS = 'text/event-stream'

/** What the streams promise; the README has what their events hold. */
export const liveCall: Documentation = {
  group: 'Live',
  id: 'getLive',
  summary: 'What goes on in all the network, as events',
  description:
    'Server-Sent Events: `rate` every second, `movers` every five. Who comes back with ' +
    '`Last-Event-ID` goes on where it was.',
  answer: { media: EVENTS, description: 'Events without end.' },
  refusals: ['Busy'],
}

export const liveAccountCall: Documentation = {
  group: 'Live',
  id: 'getLiveAccount',
  summary: 'The circle of an account as it grows, as events',
  description:
    'Server-Sent Events: `snapshot` first, then a `change` for each interaction. Who comes back ' +
    'with `Last-Event-ID` is told what it missed instead.',
  answer: { media: EVENTS, description: 'Events without end.' },
  refusals: [...NAMED, ...ACTIVE, 'AccountPrivate', 'Busy'],
}

export const subscribeCall: Documentation = {
  group: 'Live',
  id: 'subscribe',
  summary: 'Every link as it is made, over a WebSocket',
  description:
    'The WebSocket of Spacedust. One of subjects, prefixes and DIDs must fit where any is given, and ' +
    'the source too. A text `{"type":"options_update","payload":{…}}` replaces all of them.',
  query: subscribeQuery,
  answer: {
    protocol: 'websocket',
    description: 'The connection is a WebSocket, on which each link is a message.',
  },
  refusals: ['UpgradeRequired', 'Busy'],
  storeless: true,
}
