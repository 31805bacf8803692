import type { Circle, Direction, Person, Shown } from './circle.ts'
import { type Body, circleLayoutOf, type Orbit } from './circle-layout.ts'
import {
  addressOf,
  avatarOf,
  colourOf,
  initialOf,
  isNamed,
  nameOf,
  personPathOf,
  thumbnailOf,
} from './circle-person.ts'
import { circleStyleOf, type Theme } from './circle-theme.ts'
import { escapeXml } from './xml.ts'

/**
 * `linkBase` ends with a slash and stands before the path of a person's page, `linkQuery` behind it
 * (with its `?`). `size` is the side in pixels; without it the picture fills its container. Without
 * `background` it is transparent. `watermark` is a short text in the lower right corner.
 */
export type PictureOptions = {
  linkBase: string
  linkQuery?: string
  theme?: Theme
  size?: number
  background?: boolean
  watermark?: string
}

const CAPTION_LENGTH = 36

const BETWEEN: Record<Direction, string> = {
  sent: 'receive most interactions from',
  received: 'send most interactions to',
  both: 'exchange most interactions with',
}

/** The picture of a circle as one self-contained `<svg>` element, the same for the same input. */
export function circleSvgOf(circle: Circle, options: PictureOptions): string {
  const { theme = 'auto', size, background = true, watermark } = options
  const layout = circleLayoutOf(circle.orbits.map((orbit) => orbit.map(({ score }) => score)))
  const side = layout.size
  const measures = size === undefined ? '' : ` width="${size}" height="${size}"`

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"${measures}`,
    ' class="orrery-circle" role="group">',
    `<title>${escapeXml(`Interaction circle of ${addressOf(circle)}`)}</title>`,
    `<desc>${escapeXml(circleDescriptionOf(circle))}</desc>`,
    `<style>${circleStyleOf(theme)}</style>`,
    '<clipPath id="orrery-disc" clipPathUnits="objectBoundingBox">',
    '<circle cx="0.5" cy="0.5" r="0.5"/></clipPath>',
    background ? `<rect class="sky" width="${side}" height="${side}"/>` : '',
    scaleOf(side / 2, layout.scaleRadius),
    ...layout.orbits.map(({ distance }) => ringOf(side / 2, distance)),
    sunOf(circle, layout.centre, options),
    ...layout.orbits.map((orbit, index) =>
      orbitOf(circle.orbits[index] ?? [], orbit, index, options),
    ),
    isEmpty(circle) ? noteOf(side / 2, side * 0.8, 'middle', 'Nobody yet', 30) : '',
    watermark ? noteOf(side - 18, side - 18, 'end', watermark, 22) : '',
    '</svg>',
  ].join('')
}

/** What a picture shows, in words: everybody's address, orbit by orbit. */
export function circleDescriptionOf(circle: Circle): string {
  const { from, to } = circle.window
  const span = `from ${minuteOf(from)} to ${minuteOf(to)}`
  if (isEmpty(circle)) return `Nobody yet: no interactions were seen ${span}.`

  const orbits = circle.orbits
    .map((people, index) => ({ people, index }))
    .filter(({ people }) => people.length > 0)
    .map(({ people, index }) => `Orbit ${index + 1}: ${people.map(addressOf).join(', ')}.`)
  return [`The accounts that ${BETWEEN[circle.direction]} it ${span}.`, ...orbits].join(' ')
}

function isEmpty(circle: Circle): boolean {
  return circle.orbits.every((people) => people.length === 0)
}

/** A fine graduation around everything: one mark for every three degrees. */
function scaleOf(centre: number, radius: number): string {
  return `<circle class="scale" cx="${centre}" cy="${centre}" r="${radius}" stroke-width="8" pathLength="360" stroke-dasharray="0.2 2.8"/>`
}

function ringOf(centre: number, distance: number): string {
  return `<circle class="orbit" cx="${centre}" cy="${centre}" r="${distance}" stroke-width="2"/>`
}

function sunOf(circle: Circle, body: Body, options: PictureOptions): string {
  const ring = `<circle class="sun" cx="${body.x}" cy="${body.y}" r="${body.radius + 9}" stroke-width="3"/>`
  return ring + linkOf(circle, body, avatarOf(circle), titleOf(circle), options)
}

function orbitOf(people: Person[], orbit: Orbit, index: number, options: PictureOptions): string {
  const drawn = orbit.bodies.map((body, place) => {
    const person = people[place]
    return person === undefined ? '' : personOf(person, body, options)
  })
  return drawn.length === 0
    ? ''
    : `<g role="group" aria-label="Orbit ${index + 1}">${drawn.join('')}</g>`
}

function personOf(person: Person, body: Body, options: PictureOptions): string {
  const count = `${person.total} ${person.total === 1 ? 'interaction' : 'interactions'}`
  const title = `${person.rank}. ${titleOf(person)}, ${count}`
  const caption = Array.from(`${person.rank} · ${addressOf(person)}`)
  const shown =
    caption.length > CAPTION_LENGTH ? [...caption.slice(0, CAPTION_LENGTH - 1), '…'] : caption
  const link = linkOf(person, body, thumbnailOf(person), title, options)
  return `${link}<text class="caption" aria-hidden="true" opacity="0" x="18" y="982" font-size="22">${escapeXml(shown.join(''))}</text>`
}

/** An account without a name has no page to link to. */
function linkOf(
  person: Shown,
  body: Body,
  avatar: string | null,
  title: string,
  { linkBase, linkQuery = '' }: PictureOptions,
): string {
  const disc = `<title>${escapeXml(title)}</title>${discOf(person, body, avatar)}`
  if (!isNamed(person)) return `<g>${disc}</g>`
  return `<a href="${escapeXml(linkBase + personPathOf(person) + linkQuery)}">${disc}</a>`
}

/** The avatar lies over its placeholder, which shows while and where the avatar does not load. */
function discOf(person: Shown, { x, y, radius }: Body, avatar: string | null): string {
  const at = `cx="${x}" cy="${y}" r="${radius}"`
  const side = radius * 2
  const box = `x="${unitsOf(x - radius)}" y="${unitsOf(y - radius)}" width="${side}" height="${side}"`
  return [
    `<circle ${at} fill="${colourOf(person)}"/>`,
    `<text aria-hidden="true" x="${x}" y="${y}" dy="0.35em" text-anchor="middle" fill="#fff" font-size="${radius}">${escapeXml(initialOf(person))}</text>`,
    avatar
      ? `<image href="${escapeXml(avatar)}" ${box} preserveAspectRatio="xMidYMid slice" clip-path="url(#orrery-disc)"/>`
      : '',
    `<circle class="edge" ${at} stroke-width="2"/>`,
  ].join('')
}

/** A name with its address behind it, unless they are the same. */
function titleOf(person: Shown): string {
  const name = nameOf(person)
  const address = addressOf(person)
  return name === address ? name : `${name} (${address})`
}

function noteOf(x: number, y: number, anchor: string, text: string, size: number): string {
  return `<text class="note" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}">${escapeXml(text)}</text>`
}

/** A length without the digits that floating point adds behind the second. */
function unitsOf(length: number): number {
  return Number(length.toFixed(2))
}

/** `2026-11-20 13:05 UTC` from an ISO time. */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
