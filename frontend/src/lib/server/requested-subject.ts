import type { LinksView } from '#lib/links-view.ts'
import { exactSubjectOf, type Subject, subjectOf } from '#lib/subject.ts'

/** What a view asks about, or the sentence for what is nothing that can be linked to. */
export function requestedSubject({ subject, exact }: LinksView): Subject | { problem: string } {
  const requested = exact ? exactSubjectOf(subject) : subjectOf(subject)
  return requested ?? { problem: `“${subject}” is no link, at-uri, handle or DID.` }
}
