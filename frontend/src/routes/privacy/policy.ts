import type { Privacy } from '@orrery/shared/privacy'
import type { privacy } from '#lib/words/en/privacy.ts'
import { spanOf } from './span.ts'

export type Policy = ReturnType<typeof policyOf>

/** What the page says where such is kept, in the words of one language. */
export function policyOf({ links, history, profiles, optOut }: Privacy, words: typeof privacy) {
  const { title, description, lead, kept, deleted, out, own, questions } = words
  const who = links.hours === null ? words.links.ever : words.links.span(spanOf(links.hours, words))
  const { none, text } = words.counts
  const counted = history.days === 0 ? none : text(String(history.days), String(history.weeks))
  return {
    ...{ title, description, lead, kept, deleted, own, questions },
    rows: [
      {
        term: words.links.term,
        text: [who, links.cids ? words.links.hashOnly : words.links.noText].join(' '),
      },
      { term: words.counts.term, text: counted },
      {
        term: words.profiles.term,
        text: words.profiles.text(spanOf(profiles.hours, words)),
      },
      words.records,
      words.totals,
    ],
    out: { title: out.title, texts: [out.post(optOut.post), out.back(optOut.back), out.private] },
  }
}
