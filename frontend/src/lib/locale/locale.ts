import type { Language } from '@orrery/shared/language'
import { createContext } from 'svelte'
import type { Dictionary } from '#lib/words/dictionary.ts'
import type { Formats } from './formats.ts'
import type { Appearance } from './preferences.ts'

/** How the site speaks to whoever looks at it. */
export type Locale = {
  readonly language: Language
  readonly words: Dictionary
  /** Numbers and times in the language and in the viewer's zone: UTC until the browser told it. */
  readonly formats: Formats
  readonly appearance: Appearance
  /** The path of a page in the language that the address of this page names, if it names one. */
  path: (path: string) => string
}

/**
 * The locale of the page, in every component below the layout, which provides it. Its fields are
 * read where they are used and not taken out of it: they change.
 */
export const [useLocale, provideLocale] = createContext<Locale>()
