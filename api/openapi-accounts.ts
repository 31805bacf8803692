import {
  activity,
  interactions,
  pair,
  profiles as profilesAnswer,
  record,
} from '@orrery/shared/schemas'
import type { Documentation } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'
import {
  activityQuery,
  interactionsQuery,
  pairQuery,
  profilesQuery,
  recordQuery,
} from './parameters.ts'

const OF_AN_ACCOUNT = [...NAMED, ...ACTIVE, 'AccountPrivate'] as const

/** What the calls about accounts promise. */
export const interactionsCall: Documentation = {
  group: 'Interactions',
  id: 'getInteractions',
  summary: 'All partners of an account',
  description: 'By total, then by last. With one `direction` the other lists are empty.',
  query: interactionsQuery,
  answer: interactions,
  refusals: OF_AN_ACCOUNT,
}

export const activityCall: Documentation = {
  group: 'Interactions',
  id: 'getActivity',
  summary: 'What an account did and got, hour by hour',
  description: 'With everybody whose interactions are told, by type and direction.',
  query: activityQuery,
  answer: activity,
  refusals: OF_AN_ACCOUNT,
}

export const pairCall: Documentation = {
  group: 'Interactions',
  id: 'getPair',
  summary: 'What passed between two accounts',
  description: 'Counts both ways, hour by hour, and the newest thousand interactions.',
  query: pairQuery,
  answer: pair,
  refusals: OF_AN_ACCOUNT,
}

export const recordCall: Documentation = {
  group: 'Interactions',
  id: 'getInteraction',
  summary: 'The interactions that a record makes',
  query: recordQuery,
  answer: record,
  refusals: NAMED,
}

export const profilesCall: Documentation = {
  group: 'Interactions',
  id: 'getProfiles',
  summary: 'Handles, names and avatars of accounts',
  query: profilesQuery,
  answer: profilesAnswer,
}
