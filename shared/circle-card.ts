import type { Circle } from './circle.ts'
import { timeOf } from './circle-alt.ts'
import { circleDrawingOf } from './circle-drawing.ts'
import { addressOf, isNamed, nameOf } from './circle-person.ts'
import type { PictureOptions } from './circle-svg.ts'
import { circleStyleOf } from './circle-theme.ts'
import { WORDS } from './circle-words.ts'
import type { Language } from './language.ts'
import { fitted, widthOf } from './text-width.ts'
import { escapeXml } from './xml.ts'

/** What pages that show a link expect of its picture (Open Graph, `og:image`). */
export const CARD = { width: 1200, height: 630 } as const

export type CardOptions = Omit<PictureOptions, 'size' | 'watermark' | 'date'> & {
  /** The name of the site, for the foot. */
  site: string
}

const LEFT = 64
const COLUMN = 520
const STRONGEST = 4

/** A circle beside its owner's name and closest people, for links that lead to it. */
export function circleCardOf(circle: Circle, options: CardOptions): string {
  const { theme = 'light', colours = {}, language = 'en', length, site } = options
  const words = WORDS[language]
  const [name, address] = [nameOf(circle), addressOf(circle)]
  const closest = circle.orbits.flat().slice(0, STRONGEST)
  const time = timeOf(circle.window, language, length)
  const nameSize = Math.max(26, Math.min(60, (60 * COLUMN) / widthOf(name, 60, true)))

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}"`,
    ` viewBox="0 0 ${CARD.width} ${CARD.height}" class="orrery-circle" lang="${language}">`,
    `<style>${circleStyleOf(theme, colours)}</style>`,
    `<rect class="sky" width="${CARD.width}" height="${CARD.height}"/>`,
    line('note', 92, 26, words.heading),
    line('caption', 172, nameSize, name, { bold: true }),
    name === address ? '' : line('note', 220, 28, address),
    ...closest.flatMap((person, index) => {
      const y = 308 + 46 * index
      const shown = isNamed(person) ? addressOf(person) : words.unnamed
      return [
        line('note', y, 28, `${person.rank}`),
        line('caption', y, 28, shown, { x: LEFT + 36 }),
      ]
    }),
    closest.length === 0 ? line('caption', 308, 28, words.nobody) : '',
    line('note', 522, 24, capitalised(time, language)),
    `<circle class="sun" cx="${LEFT + 10}" cy="562" r="9" stroke-width="3"/>`,
    line('note', 570, 24, site, { x: LEFT + 30 }),
    '<svg x="588" y="15" width="600" height="600" viewBox="0 0 1000 1000">',
    circleDrawingOf(circle, options),
    '</svg></svg>',
  ].join('')
}

function line(
  style: 'note' | 'caption',
  y: number,
  size: number,
  text: string,
  { x = LEFT, bold = false } = {},
): string {
  const shown = escapeXml(fitted(text, size, LEFT + COLUMN - x, bold))
  const weight = bold ? ' font-weight="700"' : ''
  return `<text class="${style}" x="${x}" y="${y}" font-size="${Math.round(size)}"${weight}>${shown}</text>`
}

function capitalised(text: string, language: Language): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
}
