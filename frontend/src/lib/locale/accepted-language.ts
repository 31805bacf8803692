import { LANGUAGES, type Language } from '@orrery/shared/language'

/** The language that a browser would rather have (the header Accept-Language, RFC 9110 12.5.4). */
export function acceptedLanguageOf(header: string | null): Language | undefined {
  const ranges = (header ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { primary: range.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
  })
  const wanted = ranges
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
  for (const { primary } of wanted) {
    if (primary === '*') return LANGUAGES[0]
    const language = LANGUAGES.find((name) => name === primary)
    if (language) return language
  }
}
