import type { Circle, Person, Shown } from './circle.ts'
import { altTextOf, type Length, timeOf } from './circle-alt.ts'
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
import { type Colours, circleStyleOf, type Theme } from './circle-theme.ts'
import { type Language, WORDS, type Words } from './circle-words.ts'
import { widthOf } from './text-width.ts'
import { escapeXml } from './xml.ts'

/**
 * `linkBase` ends with a slash and stands before the path of a person's page, `linkQuery` behind it
 * (with its `?`). `size` is the side in pixels; without it the picture fills its container. The
 * background `none` in `colours` makes it transparent. `watermark` is a short text in the lower right
 * corner, `date` puts the window's into the upper left one. `length` is that of a window that ends with
 * the present. `avatar` gives the address of a person's picture, which is drawn so wide.
 */
export type PictureOptions = {
  linkBase: string
  linkQuery?: string
  theme?: Theme
  colours?: Colours
  size?: number
  watermark?: string
  date?: boolean
  language?: Language
  length?: Length
  avatar?: (person: Shown, width: number) => string | null
}

const CAPTION_LENGTH = 36
const NOTE_SIZE = 22
/** The corners are so wide before the scale begins. */
const CORNER = 280
/** Everybody but the account in the centre is drawn smaller than this. */
const LARGE = 195

/** The picture of a circle as one self-contained `<svg>` element, the same for the same input. */
export function circleSvgOf(circle: Circle, options: PictureOptions): string {
  const { theme = 'auto', colours = {}, size, language = 'en', length } = options
  const side = circleLayoutOf([]).size
  const measures = size === undefined ? '' : ` width="${size}" height="${size}"`

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"${measures}`,
    ` class="orrery-circle" role="group" lang="${language}">`,
    `<title>${escapeXml(WORDS[language].title(addressOf(circle)))}</title>`,
    `<desc>${escapeXml(altTextOf(circle, language, length))}</desc>`,
    `<style>${circleStyleOf(theme, colours)}</style>`,
    colours.background === 'none' ? '' : `<rect class="sky" width="${side}" height="${side}"/>`,
    circleDrawingOf(circle, options),
    notesOf(circle, side, options),
    '</svg>',
  ].join('')
}

/** The circle by itself, in a square of 1000 units, for a picture that has its style sheet. */
export function circleDrawingOf(circle: Circle, options: PictureOptions): string {
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

function isEmpty(circle: Circle): boolean {
  return circle.orbits.every((people) => people.length === 0)
}

function notesOf(circle: Circle, side: number, options: PictureOptions): string {
  const { watermark, date, language = 'en', length } = options
  const dates = date ? datesOf(circle, language, length) : []
  return [
    isEmpty(circle) ? noteOf(side / 2, side * 0.8, 'middle', WORDS[language].nobody, 30) : '',
    ...dates.map((line, index) => noteOf(18, 34 + 28 * index, 'start', line, sizeOf(line))),
    watermark ? noteOf(side - 18, side - 18, 'end', watermark, sizeOf(watermark)) : '',
  ].join('')
}

/** The day a window ends on and how far it goes back; of one that lies between two days both. */
function datesOf({ window }: Circle, language: Language, length: Length): string[] {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const [from, to] = [window.from, window.to].map((iso) => format.format(new Date(iso)))
  if (length === undefined) return [`${from} –`, `${to}`]
  return [`${to}`, timeOf(window, language, length)]
}

/** As large as notes are, or as a text can be to have room in a corner. */
function sizeOf(text: string): number {
  return unitsOf(Math.min(NOTE_SIZE, CORNER / widthOf(text, 1)))
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

function sunOf(circle: Circle, body: Body, options: PictureOptions): string {
  const ring = `<circle class="sun" cx="${body.x}" cy="${body.y}" r="${body.radius + 9}" stroke-width="3"/>`
  return ring + linkOf(circle, body, titleOf(circle, WORDS[options.language ?? 'en']), options)
}

function orbitOf(people: Person[], orbit: Orbit, index: number, options: PictureOptions): string {
  const drawn = orbit.bodies.map((body, place) => {
    const person = people[place]
    return person === undefined ? '' : personOf(person, body, options)
  })
  const name = WORDS[options.language ?? 'en'].orbit(index + 1)
  return drawn.length === 0
    ? ''
    : `<g role="group" aria-label="${escapeXml(name)}">${drawn.join('')}</g>`
}

function personOf(person: Person, body: Body, options: PictureOptions): string {
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
  { linkBase, linkQuery = '', avatar = publicAvatarOf }: PictureOptions,
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

function noteOf(x: number, y: number, anchor: string, text: string, size: number): string {
  return `<text class="note" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}">${escapeXml(text)}</text>`
}

/** A length without the digits that floating point adds behind the second. */
function unitsOf(length: number): number {
  return Number(length.toFixed(2))
}
