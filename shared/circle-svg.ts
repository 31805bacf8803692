import type { Circle } from './circle.ts'
import { altTextOf } from './circle-alt.ts'
import { circleDrawingOf, type DrawingOptions } from './circle-drawing.ts'
import { circleLayoutOf } from './circle-layout.ts'
import { type NoteOptions, notesOf } from './circle-notes.ts'
import { addressOf } from './circle-person.ts'
import { type Colours, circleStyleOf, type Theme } from './circle-theme.ts'
import { WORDS } from './circle-words.ts'
import { escapeXml } from './xml.ts'

/**
 * `size` is the side in pixels; without it the picture fills its container. The background `none` in
 * `colours` makes it transparent.
 */
export type PictureOptions = DrawingOptions &
  NoteOptions & { theme?: Theme; colours?: Colours; size?: number | undefined }

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
