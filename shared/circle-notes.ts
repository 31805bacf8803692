import type { Circle } from './circle.ts'
import { type Length, timeOf } from './circle-alt.ts'
import { WORDS } from './circle-words.ts'
import type { Language } from './language.ts'
import { widthOf } from './text-width.ts'
import { escapeXml } from './xml.ts'

/**
 * `watermark` is a short text in the lower right corner, `date` puts the window's into the upper left
 * one. `length` is that of a window that ends with the present.
 */
export type NoteOptions = {
  watermark?: string | undefined
  date?: boolean
  language?: Language
  length?: Length
}

const NOTE_SIZE = 22
/** The corners are so wide before the scale begins. */
const CORNER = 280

function isEmpty(circle: Circle): boolean {
  return circle.orbits.every((people) => people.length === 0)
}

/** What is written beside a circle in a square of that side. */
export function notesOf(circle: Circle, side: number, options: NoteOptions): string {
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
  return Number(Math.min(NOTE_SIZE, CORNER / widthOf(text, 1)).toFixed(2))
}

function noteOf(x: number, y: number, anchor: string, text: string, size: number): string {
  return `<text class="note" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}">${escapeXml(text)}</text>`
}
