/** What a post says by a hashtag: that its author wants to be left out from now on, or in again. */
export type OptWord = 'out' | 'in'

export const OPT_OUT_TAG = 'orrery-optout'
export const OPT_IN_TAG = 'orrery-optin'

/** Most posts are told by this alone to say nothing. */
const ANY = /orrery-opt(?:out|in)/i
const OUT = inText(OPT_OUT_TAG)
const IN = inText(OPT_IN_TAG)

/** Undefined where the post says neither; where it says both it is `out`. */
export function optWordOf(record: Record<string, unknown>): OptWord | undefined {
  const text = typeof record.text === 'string' && ANY.test(record.text) ? record.text : ''
  const tags = [...listOf(record.tags), ...facetTags(record.facets)].map(normalTag)
  if (OUT.test(text) || tags.includes(OPT_OUT_TAG)) return 'out'
  if (IN.test(text) || tags.includes(OPT_IN_TAG)) return 'in'
  return undefined
}

function inText(tag: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_#＃])[#＃]${tag}(?![\\p{L}\\p{N}_-])`, 'iu')
}

function normalTag(tag: unknown): string {
  return typeof tag === 'string'
    ? tag
        .trim()
        .replace(/^[#＃]/, '')
        .toLowerCase()
    : ''
}

/** The tags of `app.bsky.richtext.facet#tag`. */
function* facetTags(facets: unknown): Generator<unknown> {
  for (const facet of listOf(facets)) {
    for (const feature of listOf(fieldOf(facet, 'features'))) yield fieldOf(feature, 'tag')
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined
}
