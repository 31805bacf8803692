import {
  collectionStats,
  collections,
  meta,
  prefix,
  samples,
  timeseries,
} from '@orrery/shared/schemas-network'
import {
  listQuery,
  prefixQuery,
  recordsQuery,
  seriesQuery,
  statsQuery,
} from './collection-parameters.ts'
import type { Documentation } from './openapi.ts'

/** What the calls about collections promise. */
export const collectionsCall: Documentation = {
  group: 'Collections',
  id: 'getCollections',
  summary: 'All collections',
  query: listQuery,
  answer: collections,
}

export const prefixCall: Documentation = {
  group: 'Collections',
  id: 'getPrefix',
  summary: 'What lies directly below a prefix',
  description: 'Collections, and prefixes for all that lies further below.',
  query: prefixQuery,
  answer: prefix,
}

export const collectionStatsCall: Documentation = {
  group: 'Collections',
  id: 'getCollectionStats',
  summary: 'What was done to some collections',
  description: 'In the last week where no time is told.',
  query: statsQuery,
  answer: collectionStats,
}

export const timeseriesCall: Documentation = {
  group: 'Collections',
  id: 'getTimeseries',
  summary: 'The same, step by step',
  description: 'In the last week where no time is told; at most 2,500 points in all.',
  query: seriesQuery,
  answer: timeseries,
}

export const samplesCall: Documentation = {
  group: 'Collections',
  id: 'getRecords',
  summary: 'The newest records',
  description: 'The newest dozen of each collection, or 200 of all.',
  query: recordsQuery,
  answer: samples,
}

export const metaCall: Documentation = {
  group: 'Collections',
  id: 'getMeta',
  summary: 'How far the counting is',
  answer: meta,
}
