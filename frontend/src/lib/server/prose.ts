import type { Language } from '@orrery/shared/language'
import type { privacy as englishPrivacy } from '../words/en/privacy.ts'
import type { sources as englishSources } from '../words/en/sources.ts'

/** Texts that pages need written out only, which browsers therefore need not load. */
export type Prose = { privacy: typeof englishPrivacy; sources: typeof englishSources }

const PROSE: Record<Language, () => Promise<Prose>> = {
  en: () => together(import('../words/en/privacy.ts'), import('../words/en/sources.ts')),
  pt: () => together(import('../words/pt/privacy.ts'), import('../words/pt/sources.ts')),
  de: () => together(import('../words/de/privacy.ts'), import('../words/de/sources.ts')),
  es: () => together(import('../words/es/privacy.ts'), import('../words/es/sources.ts')),
  ja: () => together(import('../words/ja/privacy.ts'), import('../words/ja/sources.ts')),
}

export function proseOf(language: Language): Promise<Prose> {
  return PROSE[language]()
}

async function together(
  privacy: Promise<Pick<Prose, 'privacy'>>,
  sources: Promise<Pick<Prose, 'sources'>>,
): Promise<Prose> {
  return { privacy: (await privacy).privacy, sources: (await sources).sources }
}
