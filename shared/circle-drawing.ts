import type { Circle, Person, Shown } from './circle.ts'
import { type Body, type CircleLayout, circleLayoutOf, type Orbit } from './circle-layout.ts'
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
import { WORDS, type Words } from './circle-words.ts'
import type { Language } from './language.ts'
import { escapeXml } from './xml.ts'

/**
 * `linkBase` ends with a slash and stands before the path of a person's page, `linkQuery` behind it
 * (with its `?`). `avatar` gives the address of a person's picture, which is drawn so wide.
 */
export type DrawingOptions = {
  linkBase: string
  linkQuery?: string
  language?: Language
  avatar?: (person: Shown, width: number) => string | null
}

const CAPTION_LENGTH = 36
/** Everybody but the account in the centre is drawn smaller than this. */
const LARGE = 195

/** The circle by itself, in a square of 1000 units, for a picture that has its style sheet. */
export function circleDrawingOf(circle: Circle, options: DrawingOptions): string {
  const layout = layoutOf(circle)
  const side = layout.size
  return [
    '<clipPath id="orrery-disc" clipPathUnits="objectBoundingBox">',
    '<circle cx="0.5" cy="0.5" r="0.5"/></clipPath>',
    scaleOf(side / 2, layout.scaleRadius),
    ...layout.orbits.map(({ distance }) => ringOf(side / 2, distance)),
    sunOf(circle, layout.centre, options),
    ...layout.orbits.map((orbit, index) =>
      orbitOf(circle.orbits[index] ?? [], orbit, index, options),
    ),
  ].join('')
}

/** Everybody who is drawn, the account in the centre first, and how wide in units of a thousand. */
export function widthsOf(circle: Circle): { person: Shown; width: number }[] {
  const { centre, orbits } = layoutOf(circle)
  const people = orbits.flatMap(({ bodies }, index) =>
    bodies.flatMap((body, place) => {
      const person = circle.orbits[index]?.[place]
      return person === undefined ? [] : { person, width: body.radius * 2 }
    }),
  )
  return [{ person: circle, width: centre.radius * 2 }, ...people]
}

function layoutOf(circle: Circle): CircleLayout {
  return circleLayoutOf(circle.orbits.map((orbit) => orbit.map(({ score }) => score)))
}

/** A fine graduation around everything: one mark for every three degrees. */
function scaleOf(centre: number, radius: number): string {
  const degree = (2 * Math.PI * radius) / 360
  const dashes = `${unitsOf(0.2 * degree)} ${unitsOf(2.8 * degree)}`
  return `<circle class="scale" cx="${centre}" cy="${centre}" r="${radius}" stroke-width="8" stroke-dasharray="${dashes}"/>`
}

function ringOf(centre: number, distance: number): string {
  return `<circle class="orbit" cx="${centre}" cy="${centre}" r="${distance}" stroke-width="2"/>`
}

function sunOf(circle: Circle, body: Body, options: DrawingOptions): string {
  const ring = `<circle class="sun" cx="${body.x}" cy="${body.y}" r="${body.radius + 9}" stroke-width="3"/>`
  return ring + linkOf(circle, body, titleOf(circle, WORDS[options.language ?? 'en']), options)
}

function orbitOf(people: Person[], orbit: Orbit, index: number, options: DrawingOptions): string {
  const drawn = orbit.bodies.map((body, place) => {
    const person = people[place]
    return person === undefined ? '' : personOf(person, body, options)
  })
  const name = WORDS[options.language ?? 'en'].orbit(index + 1)
  return drawn.length === 0
    ? ''
    : `<g role="group" aria-label="${escapeXml(name)}">${drawn.join('')}</g>`
}

function personOf(person: Person, body: Body, options: DrawingOptions): string {
  const words = WORDS[options.language ?? 'en']
  const count = words.interactions(person.total)
  const title = `${person.rank}. ${titleOf(person, words)}${words.comma}${count}`
  const name = isNamed(person) ? addressOf(person) : words.unnamed
  const caption = Array.from(`${person.rank} · ${name}`)
  const shown =
    caption.length > CAPTION_LENGTH ? [...caption.slice(0, CAPTION_LENGTH - 1), '…'] : caption
  const link = linkOf(person, body, title, options)
  return `${link}<text class="caption" aria-hidden="true" opacity="0" x="18" y="982" font-size="22">${escapeXml(shown.join(''))}</text>`
}

/** An account without a name has no page to link to. */
function linkOf(
  person: Shown,
  body: Body,
  title: string,
  { linkBase, linkQuery = '', avatar = publicAvatarOf }: DrawingOptions,
): string {
  const image = discOf(person, body, avatar(person, body.radius * 2))
  const disc = `<title>${escapeXml(title)}</title>${image}`
  if (!isNamed(person)) return `<g>${disc}</g>`
  return `<a href="${escapeXml(linkBase + personPathOf(person) + linkQuery)}">${disc}</a>`
}

/** The picture where its host has it, small where it is drawn small. */
function publicAvatarOf(person: Shown, width: number): string | null {
  return width < LARGE ? thumbnailOf(person) : avatarOf(person)
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
function titleOf(person: Shown, words: Words): string {
  if (!isNamed(person)) return words.unnamed
  const name = nameOf(person)
  const address = addressOf(person)
  return name === address ? name : `${name} (${address})`
}

/** A length without the digits that floating point adds behind the second. */
function unitsOf(length: number): number {
  return Number(length.toFixed(2))
}
