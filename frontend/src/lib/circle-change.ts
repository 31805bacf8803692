import type { Circle, Shown } from '@orrery/shared/circle'
import { isNamed } from '@orrery/shared/circle-person'

/** Who came into a circle since the one before, strongest first, and who is no longer in it. */
export type CircleChange = { newcomers: Shown[]; leavers: Shown[] }

/** People without names are not told apart, and so not told of. */
export function changeBetween(before: Circle, now: Circle): CircleChange {
  const [earlier, later] = [before, now].map(({ orbits }) => orbits.flat().filter(isNamed))
  return {
    newcomers: missingIn(earlier ?? [], later ?? []),
    leavers: missingIn(later ?? [], earlier ?? []),
  }
}

function missingIn(some: { did: string }[], others: (Shown & { did: string })[]): Shown[] {
  const known = new Set(some.map(({ did }) => did))
  return others
    .filter(({ did }) => !known.has(did))
    .map(({ did, handle, displayName, avatar }) => ({ did, handle, displayName, avatar }))
}
