import { expect, test } from 'vitest'
import { acceptedLanguageOf } from './accepted-language.ts'

test.each([
  [null, undefined],
  ['', undefined],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR,fr;q=0.9,ja;q=0.5,en;q=0.4', 'ja'],
  ['en;q=0.2, pt-BR;q=0.9', 'pt'],
  ['es;q=0, en', 'en'],
  ['fr, *;q=0.1', 'en'],
  ['fr', undefined],
  [';;q=x,,', undefined],
])('of %j it is %s', (header, language) => {
  expect(acceptedLanguageOf(header)).toBe(language)
})
