const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII but the carriage return
const SIMPLE = /^[\x00-\x0c\x0e-\x7f]*$/

/** The length of a post's text in graphemes; 0 for any other record. */
export function charactersOf(collection: string, record: Record<string, unknown>): number {
  const { text } = record
  if (collection !== 'app.bsky.feed.post' || typeof text !== 'string') return 0
  if (SIMPLE.test(text)) return text.length
  let count = 0
  for (const _ of segmenter.segment(text)) count++
  return count
}
