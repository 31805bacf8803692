import { LANGUAGES, type Language } from '@orrery/shared/language'

/** A path of the site, and the language that its first segment names, as in `/de/@alice.example`. */
export type LanguagePath = { language: Language | undefined; path: string }

export function languagePathOf(pathname: string): LanguagePath {
  const language = LANGUAGES.find(
    (name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`),
  )
  if (language === undefined) return { language, path: pathname }
  return { language, path: pathname.slice(language.length + 1) || '/' }
}

/** The path in front of which a language is said, where one is. */
export function withLanguage(language: Language | undefined, path: string): string {
  if (language === undefined) return path
  return path === '/' ? `/${language}` : `/${language}${path}`
}
