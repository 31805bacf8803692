import { circle } from '@orrery/shared/schemas'
import { circleQuery } from './circle-parameters.ts'
import type { Documentation } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'
import { cardQuery, pictureQuery } from './picture-parameters.ts'

const refusals = [...NAMED, ...ACTIVE, 'AccountPrivate'] as const
const TOO_BUSY = [...refusals, 'TooBusy'] as const
const headers = ['ETag']

/** What the calls about circles, in all formats, promise. */
export const circleCall: Documentation = {
  group: 'Circles',
  id: 'getCircle',
  summary: 'The circle of an account',
  description:
    'The strongest partners, on orbits of 10, 20 and 30, with the counts and weights that make each ' +
    'score. Busy accounts are counted anew every fifteen seconds at most; `window` says up to when.',
  query: circleQuery,
  answer: circle,
  refusals,
}

export const circleJsonCall: Documentation = {
  ...circleCall,
  id: 'getCircleJson',
  summary: 'The same, with an ETag that stays while nothing changes',
  headers,
}

export const csvCall: Documentation = {
  group: 'Circles',
  id: 'getCircleCsv',
  summary: 'The circle as a table',
  query: circleQuery,
  answer: { media: 'text/csv', description: 'A line for each of the people.' },
  refusals,
  headers,
}

const drawnQuery = circleQuery.safeExtend(pictureQuery.shape)
const cardsQuery = circleQuery.safeExtend(cardQuery.shape)

export const svgCall: Documentation = {
  group: 'Pictures',
  id: 'getCircleSvg',
  summary: 'The circle as an SVG',
  query: drawnQuery,
  answer: { media: 'image/svg+xml', description: 'The picture.' },
  refusals,
  headers,
}

export const pictureCalls = {
  png: pixelCall('getCirclePng', 'The circle as a PNG', 'image/png'),
  jpg: pixelCall('getCircleJpg', 'The circle as a JPEG', 'image/jpeg'),
}

export const cardCalls = {
  png: cardCall('getCardPng', 'The card of an account as a PNG', 'image/png'),
  jpg: cardCall('getCardJpg', 'The card of an account as a JPEG', 'image/jpeg'),
}

function pixelCall(id: string, summary: string, media: string): Documentation {
  const answer = { media, description: 'The picture.' }
  return { group: 'Pictures', id, summary, query: drawnQuery, answer, refusals: TOO_BUSY, headers }
}

function cardCall(id: string, summary: string, media: string): Documentation {
  const description = '1200 × 630 pixels, for pages that show a link.'
  const call = pixelCall(id, summary, media)
  return { ...call, description, query: cardsQuery }
}
