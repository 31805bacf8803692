import { expect, test } from 'vitest'
import { optWordOf } from './opt-out.ts'

test.each([
  ['#orrery-optout', 'out'],
  ['please: #Orrery-OptOut!', 'out'],
  ['＃orrery-optout', 'out'],
  ['so long\n#orrery-optout\n#bye', 'out'],
  ['hello again #orrery-optin', 'in'],
  ['#orrery-optin #orrery-optout', 'out'],
  ['orrery-optout', undefined],
  ['##orrery-optout', undefined],
  ['x#orrery-optout', undefined],
  ['#orrery-optouts', undefined],
  ['#orrery-optout-not', undefined],
  ['https://example.com/page#orrery-optout', undefined],
  ['', undefined],
])('the text %j says %s', (text, word) => {
  expect(optWordOf({ text })).toBe(word)
})

test.each([
  [{ facets: [{ features: [{ $type: 'x', tag: 'orrery-optout' }] }] }, 'out'],
  [{ facets: [{ features: [{ tag: '#Orrery-optin' }] }] }, 'in'],
  [{ tags: ['cats', 'orrery-optin'] }, 'in'],
  [{ facets: [{ features: [{ tag: 7 }] }, null, 'x'], tags: [{}, null], text: 7 }, undefined],
  [{ facets: {}, tags: 'orrery-optout' }, undefined],
])('a record may say it by its tags: %j', (record, word) => {
  expect(optWordOf(record)).toBe(word)
})
