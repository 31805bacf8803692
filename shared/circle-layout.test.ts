import { expect, test } from 'vitest'
import { type Body, circleLayoutOf, ORBIT_CAPACITIES } from './circle-layout.ts'

/** Falling scores of `people` people on as many orbits as they need. */
function scoresOf(people: number): number[][] {
  const scores = Array.from({ length: people }, (_, rank) => people - rank)
  return ORBIT_CAPACITIES.map((capacity, index) => {
    const before = ORBIT_CAPACITIES.slice(0, index).reduce((sum, other) => sum + other, 0)
    return scores.slice(before, before + capacity)
  })
}

function gapOf(one: Body, other: Body): number {
  return Math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius
}

function bodiesOf(scores: number[][]): Body[] {
  const { centre, orbits } = circleLayoutOf(scores)
  return [centre, ...orbits.flatMap(({ bodies }) => bodies)]
}

function smallestGapOf(bodies: Body[]): number {
  return Math.min(
    ...bodies.flatMap((body, index) => bodies.slice(index + 1).map((other) => gapOf(body, other))),
  )
}

test.each(Array.from({ length: 60 }, (_, index) => index + 1))(
  '%d people neither touch each other nor leave the scale',
  (people) => {
    const { size, scaleRadius } = circleLayoutOf([])
    const bodies = bodiesOf(scoresOf(people))

    expect(bodies).toHaveLength(people + 1)
    expect(smallestGapOf(bodies)).toBeGreaterThan(4)
    for (const { x, y, radius } of bodies) {
      expect(Math.hypot(x - size / 2, y - size / 2) + radius).toBeLessThan(scaleRadius - 6)
    }
  },
)

test('people of equal strength do not touch either', () => {
  for (const counts of [[10], [10, 20], [10, 20, 30], [1, 20], [10, 1, 30], [0, 20], [0, 0, 30]]) {
    const equal = counts.map((count) => Array.from({ length: count }, () => 7))
    expect(smallestGapOf(bodiesOf(equal))).toBeGreaterThan(4)
  }
})

test('orbits hold 10, 20 and 30 people, and a picture has as many as it has people for', () => {
  expect(ORBIT_CAPACITIES).toEqual([10, 20, 30])
  const ringsOf = (people: number) => circleLayoutOf(scoresOf(people)).orbits.length
  expect([0, 1, 10, 11, 30, 31, 60].map(ringsOf)).toEqual([1, 1, 1, 2, 2, 3, 3])
})

test('nobody leaves the centre and one empty ring', () => {
  for (const scores of [[], [[]], [[], [], []]]) {
    const { centre, orbits } = circleLayoutOf(scores)
    expect(centre).toMatchObject({ x: 500, y: 500 })
    expect(orbits.map(({ bodies }) => bodies)).toEqual([[]])
  }
})

test('the first in rank stands at the top and the next one clockwise of it', () => {
  const [first, second] = circleLayoutOf([[4, 3, 2, 1]]).orbits[0]?.bodies ?? []

  expect(first).toMatchObject({ x: 500, y: 132 })
  expect(second).toMatchObject({ x: 868, y: 500 })
})

test('a stronger partner is larger, and no partner is less than half as large as another', () => {
  const radii = circleLayoutOf([[100, 25, 25, 1, 0]]).orbits[0]?.bodies.map(({ radius }) => radius)
  const [largest = 0, second = 0, third = 0, fourth = 0, smallest = 0] = radii ?? []

  expect(largest).toBeGreaterThan(second)
  expect(second).toBe(third)
  expect(third).toBeGreaterThan(fourth)
  expect(fourth).toBeGreaterThan(smallest)
  expect(smallest).toBeGreaterThan(largest / 2)
})

test('an orbit with too many people makes them smaller, not overlapping', () => {
  expect(smallestGapOf(bodiesOf([Array.from({ length: 45 }, () => 1)]))).toBeGreaterThan(4)
})

test('scores that are no numbers still give places', () => {
  for (const scores of [
    [Number.NaN, 3],
    [Infinity, 3],
    [0, 0],
    [3, -1],
  ]) {
    for (const { x, y, radius } of bodiesOf([scores])) {
      expect([x, y, radius].every(Number.isFinite)).toBe(true)
    }
  }
})
