import type { BacklinkQuestion } from '@orrery/shared/backlinks'
import type { Span } from '@orrery/shared/members'
import { keptSince } from '@orrery/shared/store'
import type { Asked, SpanQuery } from './link-parameters.ts'
import { findAuthors, findSubject, type LinkSources } from './link-subjects.ts'

/** What is asked, as the store has it; a question about nothing it knows has no targets. */
export async function questionOf(
  from: LinkSources,
  { subject, source }: Asked,
  { did, ...span }: SpanQuery & { did?: string[] | undefined },
): Promise<BacklinkQuestion> {
  const [targets, authors] = await Promise.all([
    source ? findSubject(from, subject) : [],
    findAuthors(from.store, did),
  ])
  return { targets, source: source ?? NOWHERE, span: spanOf(from, span), authors }
}

const NOWHERE = { collection: '', path: '' }

/** Hosts' clocks may be ahead of ours, so without `until` it has no end. */
export function spanOf({ store, now }: LinkSources, { since, until }: SpanQuery): Span {
  return {
    from: Math.max(keptSince(store, now), since ?? 0),
    to: until ?? Number.POSITIVE_INFINITY,
  }
}
