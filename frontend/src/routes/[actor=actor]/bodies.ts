import { CENTRE, type Place, stepFrom } from '#lib/orbit-steps.ts'

/** A person in the drawn circle: the link, or for one without a name the group, and its disc. */
export type Body = { element: SVGGraphicsElement; place: Place; rank: number }

/**
 * The people of a drawn circle in the order of their ranks, the one in the centre first with rank 0.
 * Names that browsers would show beside a card are moved to where only those who need them hear them.
 */
export function bodiesIn(container: Element): Body[] {
  const centre = container.querySelector<SVGGraphicsElement>('svg > a')
  const orbits = Array.from(container.querySelectorAll('svg > g[role="group"]'), (orbit) =>
    Array.from(orbit.querySelectorAll<SVGGraphicsElement>(':scope > a, :scope > g')),
  )
  const people = orbits.flatMap((elements, orbit) =>
    elements.map((element, place) => ({ element, place: { orbit, place } })),
  )
  const all = [...(centre ? [{ element: centre, place: CENTRE }] : []), ...people]
  return all.map((body, index) => {
    const title = body.element.querySelector('title')
    if (title?.textContent && body.element instanceof SVGAElement) {
      body.element.setAttribute('aria-label', title.textContent)
    }
    title?.remove()
    return { ...body, rank: centre ? index : index + 1 }
  })
}

/** Whom a key leads to from one of the bodies, past those that are no links. */
export function bodyAfter(from: Body, key: string, bodies: readonly Body[]): Body | undefined {
  const last = Math.max(...bodies.map(({ place }) => place.orbit))
  const sizes = Array.from(
    { length: last + 1 },
    (_, orbit) => bodies.filter(({ place }) => place.orbit === orbit).length,
  )
  let at: Place | undefined = from.place
  for (let tried = 0; tried < bodies.length; tried++) {
    at = stepFrom(at, key, sizes)
    const found = bodies.find(({ place }) => place.orbit === at?.orbit && place.place === at.place)
    if (at === undefined || found?.element instanceof SVGAElement) return found
  }
  return undefined
}

/** Lets a body ring once, where motion is welcome. */
export function pulse({ element }: Body): void {
  const edge = element.querySelector('.edge')
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  edge?.animate(
    [
      { stroke: 'var(--sun)', strokeWidth: isStill ? '9px' : '26px' },
      { stroke: 'var(--sun)', strokeWidth: '9px' },
    ],
    { duration: isStill ? 1500 : 1200, easing: 'ease-out' },
  )
}
