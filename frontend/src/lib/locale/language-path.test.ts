import { expect, test } from 'vitest'
import { languagePathOf, withLanguage } from './language-path.ts'

test.each([
  ['/', undefined, '/'],
  ['/de', 'de', '/'],
  ['/de/', 'de', '/'],
  ['/ja/@alice.example', 'ja', '/@alice.example'],
  ['/@alice.example', undefined, '/@alice.example'],
  ['/demo', undefined, '/demo'],
  ['/fr/top', undefined, '/fr/top'],
])('the path %s says the language %s and leads to %s', (pathname, language, path) => {
  expect(languagePathOf(pathname)).toEqual({ language, path })
})

test.each([
  [undefined, '/top', '/top'],
  ['de', '/top?by=count', '/de/top?by=count'],
  ['de', '/', '/de'],
] as const)('with %s, %s is %s', (language, path, localised) => {
  expect(withLanguage(language, path)).toBe(localised)
})
