import * as answers from '@orrery/shared/schemas-links'
import {
  asked,
  askedOfOld,
  didsQuery,
  itemsQuery,
  otherCountsQuery,
  recordsQuery,
  recordsQueryOfOld,
  sourcesQuery,
  spanQuery,
} from './link-parameters.ts'
import { linksFromQuery } from './links-from.ts'
import { linksToAccountQuery } from './links-to-account.ts'
import type { Documentation } from './openapi.ts'
import { NAMED } from './openapi-refusals.ts'

/** What the calls about links promise. */
type LinkCall = Omit<Documentation, 'group' | 'headers'>

const HEADERS = ['Orrery-Complete-Since']
const TO_A_PAGE =
  'A browser that prefers HTML over JSON is led to the page of the site about the same.'

/** A handle that names nobody is a subject that nothing links to. */
const OF_A_SUBJECT = ['UpstreamUnavailable', 'AccountOptedOut'] as const

function linkCall(call: LinkCall): Documentation {
  const description = [call.description, TO_A_PAGE].filter(Boolean).join(' ')
  return { group: 'Links', headers: HEADERS, ...call, description }
}

function olderCall(call: LinkCall): Documentation {
  return { ...linkCall(call), group: 'Older link calls' }
}

export const backlinksCall = linkCall({
  id: 'getBacklinks',
  summary: 'The records that link to something',
  description: 'Newest first.',
  query: asked.extend(recordsQuery.shape),
  answer: answers.backlinks,
  refusals: OF_A_SUBJECT,
})

export const backlinksCountCall = linkCall({
  id: 'getBacklinksCount',
  summary: 'How many records link to something',
  query: asked.extend(spanQuery.shape),
  answer: answers.linkTotal,
  refusals: OF_A_SUBJECT,
})

export const backlinkDidsCall = linkCall({
  id: 'getBacklinkDids',
  summary: 'The accounts that link to something',
  description: 'Newest first, each once.',
  query: asked.extend(didsQuery.shape),
  answer: answers.linkingDids,
  refusals: OF_A_SUBJECT,
})

export const manyToManyCall = linkCall({
  id: 'getManyToMany',
  summary: 'What else the records that link to something link to',
  description: 'Oldest first.',
  query: asked.extend(itemsQuery.shape),
  answer: answers.manyToMany,
  refusals: OF_A_SUBJECT,
})

export const manyToManyCountsCall = linkCall({
  id: 'getManyToManyCounts',
  summary: 'How many of those records link to each other subject',
  description: 'In the order of subjects.',
  query: asked.extend(otherCountsQuery.shape),
  answer: answers.manyToManyCounts,
  refusals: OF_A_SUBJECT,
})

export const linksFromCall = linkCall({
  id: 'getLinksFrom',
  summary: 'What a record, or the records of an account, link to',
  description: 'With `rkey` the answer is that record, else a page of them, newest first.',
  query: linksFromQuery,
  answer: answers.linksFrom,
  refusals: NAMED,
})

export const linksToAccountCall = linkCall({
  id: 'getLinksToAccount',
  summary: 'All that links to an account or its records',
  description: 'By source; with `source` or `records=true` a page of the links, newest first.',
  query: linksToAccountQuery,
  answer: answers.linksToAccount,
  refusals: NAMED,
})

export const linksCall = olderCall({
  id: 'getLinks',
  summary: 'The records that link to something',
  query: askedOfOld.extend(recordsQueryOfOld.shape),
  answer: answers.links,
  refusals: OF_A_SUBJECT,
})

export const linksCountCall = olderCall({
  id: 'getLinksCount',
  summary: 'How many records link to something',
  query: askedOfOld.extend(spanQuery.shape),
  answer: answers.linkTotal,
  refusals: OF_A_SUBJECT,
})

export const distinctDidsCall = olderCall({
  id: 'getLinksDistinctDids',
  summary: 'The accounts that link to something',
  query: askedOfOld.extend(didsQuery.shape),
  answer: answers.linkingDids,
  refusals: OF_A_SUBJECT,
})

export const distinctDidsCountCall = olderCall({
  id: 'getLinksDistinctDidsCount',
  summary: 'How many accounts link to something',
  query: askedOfOld.extend(spanQuery.shape),
  answer: answers.linkTotal,
  refusals: OF_A_SUBJECT,
})

const target = askedOfOld.pick({ target: true })

export const allLinksCall = olderCall({
  id: 'getAllLinks',
  summary: 'Where the links to something come from',
  query: target.extend(sourcesQuery.shape),
  answer: answers.allLinks,
  refusals: OF_A_SUBJECT,
})

export const allLinksCountCall = olderCall({
  id: 'getAllLinksCount',
  summary: 'How many come from where',
  query: target.extend(spanQuery.shape),
  answer: answers.allLinkCounts,
  refusals: OF_A_SUBJECT,
})

export const indexCall = olderCall({
  id: 'getIndex',
  summary: 'What the index holds',
  answer: answers.index,
})

export const linkStatsCall = olderCall({
  id: 'getLinkStats',
  summary: 'The same, and from when on it is complete',
  answer: answers.linkStats,
})
