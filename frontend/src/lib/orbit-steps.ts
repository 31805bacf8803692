/** Somebody in a circle: the orbit, from 0 outwards, and the place on it; the centre is orbit -1. */
export type Place = { orbit: number; place: number }

export const CENTRE: Place = { orbit: -1, place: 0 }

const ALONG: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 }
const ACROSS: Record<string, 1 | -1> = { ArrowUp: 1, ArrowDown: -1 }

/**
 * Where an arrow key leads: left and right around an orbit, up to the next one further out, down to the
 * next one further in and at last to the centre. Undefined where there is nothing, or for another key.
 * @param sizes how many there are on each orbit
 */
export function stepFrom({ orbit, place }: Place, key: string, sizes: number[]): Place | undefined {
  const size = sizes[orbit] ?? 1
  const along = ALONG[key]
  if (along !== undefined) return { orbit, place: (place + along + size) % size }
  if (key === 'Home') return { orbit, place: 0 }
  if (key === 'End') return { orbit, place: size - 1 }
  const across = ACROSS[key]
  if (across === undefined) return undefined
  const next = orbit + across
  if (next === CENTRE.orbit) return CENTRE
  const room = sizes[next] ?? 0
  return room === 0
    ? undefined
    : { orbit: next, place: nearestPlace({ orbit, place }, next, sizes) }
}

/** Every second orbit is turned by half a step, as it is drawn. */
function turnOf(orbit: number, place: number, size: number): number {
  return (place + (orbit % 2 === 1 ? 0.5 : 0)) / size
}

function nearestPlace({ orbit, place }: Place, next: number, sizes: number[]): number {
  if (orbit === CENTRE.orbit) return 0
  const turn = turnOf(orbit, place, sizes[orbit] ?? 1)
  const distances = Array.from({ length: sizes[next] ?? 0 }, (_, each) => {
    const apart = Math.abs(turnOf(next, each, sizes[next] ?? 1) - turn) % 1
    return Math.min(apart, 1 - apart)
  })
  return distances.indexOf(Math.min(...distances))
}
