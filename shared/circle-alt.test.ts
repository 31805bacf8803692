import { expect, test } from 'vitest'
import type { Circle, Person } from './circle.ts'
import { altTextOf } from './circle-alt.ts'
import { LANGUAGES } from './language.ts'
import { DAY, HOUR } from './step.ts'

const COUNTS = { like: 1, repost: 0, reply: 0, quote: 0, post: 0, total: 1 }
const SIDE = { ...COUNTS, score: 1 }

function person(rank: number): Person {
  return {
    ...{ did: `did:plc:person${rank}`, handle: `person${rank}.example`, displayName: null },
    ...{ ...COUNTS, avatar: null, rank, score: 1, counted: 'both', points: COUNTS, reciprocity: 0 },
    ...{ sent: SIDE, received: SIDE, characters: 0, last: '2026-11-20T12:00:00.000Z' },
  }
}

function circle(counts: number[], known: Partial<Circle> = {}): Circle {
  const all = Array.from({ length: 60 }, (_, index) => person(index + 1))
  const orbits = counts.map((count) => all.splice(0, count))
  return {
    ...{ did: 'did:plc:owner', handle: 'owner.example', displayName: 'Owner', avatar: null },
    window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
    ...{ direction: 'both', ranking: 'sum', preset: 'count', orbits },
    weights: { like: 1, repost: 1, reply: 1, quote: 1, post: 1 },
    ...known,
  }
}

test('everybody is listed, orbit by orbit', () => {
  expect(altTextOf(circle([2, 2, 0], { direction: 'sent' }))).toBe(
    'The accounts that received most interactions from @owner.example ' +
      'from 2026-11-18 12:00 UTC to 2026-11-20 12:00 UTC. ' +
      'Orbit 1: @person1.example, @person2.example. Orbit 2: @person3.example, @person4.example.',
  )
})

test.each([
  ['en', 'in the last 48 hours', 'The accounts most mutual with @owner.example'],
  ['pt', 'nas últimas 48 horas', 'As contas com mais interações recíprocas com @owner.example'],
  ['de', 'in den letzten 48 Stunden', 'Die Konten mit der stärksten Gegenseitigkeit'],
  ['es', 'en las últimas 48 horas', 'Las cuentas con más interacciones mutuas'],
  ['ja', '過去48時間', '@owner.example と最も相互に交流したアカウント。軌道1: @person1.example'],
] as const)('in %s it says "%s"', (language, time, words) => {
  const text = altTextOf(circle([1], { ranking: 'mutual' }), language, 2 * DAY)

  expect(text).toContain(time)
  expect(text).toContain(words)
})

test.each([
  [HOUR, 'in the last hour'],
  [DAY, 'in the last 24 hours'],
  [7 * DAY, 'in the last 7 days'],
])('a window of %d ms is %s', (length, time) => {
  expect(altTextOf(circle([1]), 'en', length)).toContain(time)
})

test('what would make it too long is counted, from the outside', () => {
  const text = altTextOf(circle([10, 20, 30]))

  expect(text.length).toBeLessThanOrEqual(1000)
  expect(text).toContain('@person10.example. Orbit 2: @person11.example')
  expect(text).toMatch(/@person30\.example\. Orbit 3: 30 more accounts\.$/)
})

test('a circle of nobody says so in every language', () => {
  for (const language of LANGUAGES) {
    const text = altTextOf(circle([0, 0]), language, 2 * DAY)
    expect(text).toContain('@owner.example')
    expect(text).toContain('48')
    expect(text).not.toMatch(/undefined|null/)
  }
})

test('an account that is private is not named', () => {
  const unnamed = { did: null, handle: null }
  const orbits = [[{ ...person(1), ...unnamed }, person(2)]]

  expect(altTextOf(circle([], { orbits }))).toContain('Orbit 1: private account, @person2.example.')
  expect(altTextOf(circle([], { orbits }), 'pt')).toContain('conta privada')
})
