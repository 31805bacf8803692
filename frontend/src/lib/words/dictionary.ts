import type { Language } from '@orrery/shared/language'
import type { words as english } from './en/words.ts'

/** All that the site says in one language. Each language has a folder, each page a module in it. */
export type Dictionary = typeof english

const DICTIONARIES: Record<Language, () => Promise<{ words: Dictionary }>> = {
  en: () => import('./en/words.ts'),
  pt: () => import('./pt/words.ts'),
  de: () => import('./de/words.ts'),
  es: () => import('./es/words.ts'),
  ja: () => import('./ja/words.ts'),
}

/** The dictionary of a language, which browsers load by itself. */
export async function dictionaryOf(language: Language): Promise<Dictionary> {
  return (await DICTIONARIES[language]()).words
}

/** As much of it as a page says: the pages on which people begin have their words by themselves. */
export async function dictionaryFor(language: Language, route: string | null): Promise<Dictionary> {
  if (route !== '/' && route !== '/[actor=actor]') return dictionaryOf(language)
  const own = route === '/' ? import(`./${language}/home.ts`) : import(`./${language}/account.ts`)
  const [{ common }, words] = await Promise.all([import(`./${language}/common.ts`), own])
  return { ...common, ...words }
}
