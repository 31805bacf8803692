import { LANGUAGES, type Language } from '@orrery/shared/language'
import type { FailureKind } from '#lib/failure-kind.ts'
import { dictionaryOf } from '#lib/words/dictionary.ts'
import template from '../../error.html?raw'

const SECTIONS = /<section[\s\S]*<\/section>/

/** A page that needs nothing but itself: the last resort of the site, about another kind of failure. */
export async function staticPageOf(kind: FailureKind): Promise<string> {
  const sections = await sectionsOf(kind)
  return template.replace(SECTIONS, () => sections)
}

/** What the page says, in every language. */
export async function sectionsOf(kind: FailureKind): Promise<string> {
  const sections = await Promise.all(LANGUAGES.map((language) => sectionOf(kind, language)))
  return sections.join('\n      ')
}

async function sectionOf(kind: FailureKind, language: Language): Promise<string> {
  const { kinds, tryNow, home } = (await dictionaryOf(language)).failure
  const { title, text } = kinds[kind]
  return `<section lang="${language}" data-kind="${kind}">
        <h1>${title}</h1>
        <p>${text}</p>
        <p><a href="?">${tryNow}</a> <a href="/">${home}</a></p>
      </section>`
}
