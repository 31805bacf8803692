import { expect, test } from 'vitest'
import { languageNameOf } from './language-name.ts'

const words = { noLanguage: 'keine angegeben', otherLanguages: 'andere' }

test.each([
  ['ja', 'Japanisch'],
  ['und', 'keine angegeben'],
  ['other', 'andere'],
  ['zzz', 'zzz'],
])('the language %s is called %s', (code, name) => {
  expect(languageNameOf(code, 'de', words)).toBe(name)
})
