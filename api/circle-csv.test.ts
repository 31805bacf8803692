import type { Circle } from '@orrery/shared/circle'
import { DEFAULT_WEIGHTS } from '@orrery/shared/weights'
import { expect, test } from 'vitest'
import { circleOf, unknownProfile } from './circle.ts'
import { circleCsvOf } from './circle-csv.ts'

function circle(name: string): Circle {
  const counts = { like: 2, repost: 0, reply: 1, quote: 0, post: 0, total: 3 }
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
  const told = { characters: 12, last: '2026-11-20T11:00:00.000Z' }
  const row = { did: 'did:plc:a', ...counts, ...told, sent: counts, received: none }
  const profile = { ...unknownProfile('did:plc:a'), handle: 'a.example', displayName: name }
  const window = { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' }
  const asked = { window, direction: 'both', ranking: 'sum', weights: DEFAULT_WEIGHTS } as const
  const profiles = new Map([['did:plc:a', profile]])
  return circleOf(unknownProfile('did:plc:owner'), [row], { ...asked, orbits: 1 }, profiles)
}

test('a circle is a table with a line for each person', () => {
  expect(circleCsvOf(circle('Ann'))).toBe(
    'rank,orbit,did,handle,display_name,score,like,repost,reply,quote,post,total,characters,last,' +
      'sent_total,sent_score,received_total,received_score,reciprocity\r\n' +
      '1,1,did:plc:a,a.example,Ann,5,2,0,1,0,0,3,12,2026-11-20T11:00:00.000Z,3,5,0,0,0\r\n',
  )
})

test.each([
  ['Ann, the first', '"Ann, the first"'],
  ['the "first"', '"the ""first"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("http://evil.example")', '"\'=HYPERLINK(""http://evil.example"")"'],
  ['+1', "'+1"],
  ['@ann', "'@ann"],
  ['-', "'-"],
])('the name %j is written as %s', (name, field) => {
  expect(circleCsvOf(circle(name))).toContain(`a.example,${field},5,2`)
})
