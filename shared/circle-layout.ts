/** A disc of the picture, in units of its canvas. */
export type Body = { x: number; y: number; radius: number }

/** One ring around the centre and the bodies on it, in the order of their scores. */
export type Orbit = { distance: number; bodies: Body[] }

export type CircleLayout = { size: number; centre: Body; scaleRadius: number; orbits: Orbit[] }

type Ring = { distance: number; radius: number }
type Geometry = { centre: number; rings: Ring[] }

/** How many people each orbit holds, innermost first. */
export const ORBIT_CAPACITIES = [10, 20, 30] as const

const SIZE = 1000
const SCALE_RADIUS = 490
const SMALLEST_SHARE = 0.74
const LEAST_GAP = 8

/** Sizes by number of rings: a full ring keeps its bodies apart, the last one stays inside the scale. */
const GEOMETRIES: readonly [Geometry, Geometry, Geometry] = [
  { centre: 168, rings: [{ distance: 368, radius: 96 }] },
  {
    centre: 128,
    rings: [
      { distance: 246, radius: 66 },
      { distance: 416, radius: 56 },
    ],
  },
  {
    centre: 98,
    rings: [
      { distance: 182, radius: 48 },
      { distance: 304, radius: 42 },
      { distance: 428, radius: 40 },
    ],
  },
]

/**
 * Where everybody of a circle goes. Takes the scores of each orbit's people; empty outer orbits are
 * not drawn, and a circle of nobody keeps one empty ring. Rank runs clockwise from the top; every
 * second orbit is turned by half a step so that bodies do not line up. The area of a body grows
 * with its score within its orbit. More people than an orbit holds make its bodies smaller.
 */
export function circleLayoutOf(scores: readonly (readonly number[])[]): CircleLayout {
  const last = scores.slice(0, GEOMETRIES.length).findLastIndex((orbit) => orbit.length > 0)
  const { centre, rings } = GEOMETRIES[last] ?? GEOMETRIES[0]

  return {
    size: SIZE,
    centre: { x: SIZE / 2, y: SIZE / 2, radius: centre },
    scaleRadius: SCALE_RADIUS,
    orbits: rings.map((ring, index) => ({
      distance: ring.distance,
      bodies: bodiesOf(ring, scores[index] ?? [], index % 2 === 1),
    })),
  }
}

function bodiesOf(ring: Ring, scores: readonly number[], turned: boolean): Body[] {
  const step = (2 * Math.PI) / scores.length
  const start = -Math.PI / 2 + (turned ? step / 2 : 0)
  const largest = Math.min(ring.radius, roomOf(ring.distance, scores.length))
  const best = Math.max(...scores, 0)

  return scores.map((score, place) => ({
    x: rounded(SIZE / 2 + ring.distance * Math.cos(start + place * step)),
    y: rounded(SIZE / 2 + ring.distance * Math.sin(start + place * step)),
    radius: rounded(largest * shareOf(score, best)),
  }))
}

/** The greatest radius at which `count` bodies share a ring without touching. */
function roomOf(distance: number, count: number): number {
  return count < 2 ? Infinity : distance * Math.sin(Math.PI / count) - LEAST_GAP / 2
}

function shareOf(score: number, best: number): number {
  const strength = Math.sqrt(score / best)
  return SMALLEST_SHARE + (1 - SMALLEST_SHARE) * (strength <= 1 ? strength : 0)
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
