import type { Source } from '@orrery/shared/known-sources'
import { z } from 'zod'
import { parseCursor } from './link-cursor.ts'
import { read } from './parameters.ts'

const LIMIT = 100
const MAX_LIMIT = 1000

const subject = z.string('expected a link, such as an at-uri, a DID or a web address')

const source = read('collection:path, such as app.bsky.feed.like:subject.uri', parseSource)

const limit = read(`a whole number from 1 to ${MAX_LIMIT}`, (text) => {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= MAX_LIMIT ? number : undefined
}).default(LIMIT)

export const backlinksCountQuery = z.object({ subject, source })

export const backlinksQuery = backlinksCountQuery.extend({
  limit,
  cursor: read('the cursor of an earlier answer', parseCursor).optional(),
})

export type BacklinksCountQuery = z.output<typeof backlinksCountQuery>
export type BacklinksQuery = z.output<typeof backlinksQuery>

/** The path may hold colons, the collection may not. */
function parseSource(text: string): Source | undefined {
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  return { collection: text.slice(0, colon), path: text.slice(colon + 1) }
}
