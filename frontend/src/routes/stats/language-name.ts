import type { Language } from '@orrery/shared/language'

/** What a language of posts is called in the language of the page. */
export function languageNameOf(
  code: string,
  language: Language,
  words: { noLanguage: string; otherLanguages: string },
): string {
  if (code === 'und') return words.noLanguage
  if (code === 'other') return words.otherLanguages
  return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code
}
