const TOLD = 3
const TAG = /^([a-z]{2,3})(?:-|$)/i

/** The language of posts that tell none, or none that can be read (BCP 47: undetermined). */
const UNTOLD = 'und'

/**
 * The languages that a post says it is in: of the first three tags of `langs` the primary subtags, in
 * lower case and each once, so that `en-US` and `en` are the same.
 */
export function languagesOf({ langs }: Record<string, unknown>): string[] {
  const tags: unknown[] = Array.isArray(langs) ? langs.slice(0, TOLD) : []
  const languages = tags.flatMap((tag) => (typeof tag === 'string' ? (primaryOf(tag) ?? []) : []))
  return languages.length === 0 ? [UNTOLD] : [...new Set(languages)]
}

function primaryOf(tag: string): string | undefined {
  return TAG.exec(tag)?.[1]?.toLowerCase()
}
