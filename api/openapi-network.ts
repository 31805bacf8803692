import { health, search, stats, statsSeries, top } from '@orrery/shared/schemas-network'
import { z } from 'zod'
import type { Documentation } from './openapi.ts'
import { searchQuery } from './parameters.ts'
import { seriesQuery } from './stats-query.ts'
import { topQuery } from './top-query.ts'

/** What the calls about all the network, and about the server, promise. */
export const topCall: Documentation = {
  group: 'Network',
  id: 'getTop',
  summary: 'Who did most, or got most from others',
  description: 'Lists are made anew every few minutes and kept for `HISTORY_DAYS`.',
  query: topQuery,
  answer: top,
  refusals: ['ListNotFound'],
}

export const statsCall: Documentation = {
  group: 'Network',
  id: 'getStats',
  summary: 'Interactions, events, accounts and languages right now',
  answer: stats,
}

export const seriesCall: Documentation = {
  group: 'Network',
  id: 'getStatsSeries',
  summary: 'A metric as it went on',
  description: 'Of several metrics the answer is `{ series }`. At most 20,000 points in all.',
  query: seriesQuery,
  answer: statsSeries,
}

export const searchCall: Documentation = {
  group: 'Network',
  id: 'search',
  summary: 'Accounts and collections by name',
  query: searchQuery,
  answer: search,
  refusals: ['UpstreamUnavailable'],
}

export const healthCall: Documentation = {
  group: 'Network',
  id: 'getHealth',
  summary: 'How the server fares',
  description: 'Costs nothing. The status is 503 where Redis cannot be reached.',
  answer: health,
  storeless: true,
}

export const robotsCall: Documentation = {
  group: 'About',
  id: 'getRobots',
  summary: 'What crawlers are to leave alone',
  answer: { media: 'text/plain', description: 'The rules for crawlers.' },
  storeless: true,
}

export const didCall: Documentation = {
  group: 'About',
  id: 'getDidDocument',
  summary: 'The server as a service of the protocol',
  answer: z.object({
    id: z.string(),
    service: z.array(z.object({ id: z.string(), type: z.string(), serviceEndpoint: z.string() })),
  }),
  storeless: true,
}

export const openApiCall: Documentation = {
  group: 'About',
  id: 'getOpenApi',
  summary: 'This document',
  answer: z.looseObject({ openapi: z.string() }),
  storeless: true,
}
