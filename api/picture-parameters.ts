import { type Colours, clashIn, THEMES } from '@orrery/shared/circle-theme'
import { parseColour } from '@orrery/shared/contrast'
import { z } from 'zod'
import { lang } from './circle-parameters.ts'
import { flag, read, window } from './parameters.ts'

const SMALLEST = 100
const LARGEST = 2000
const WATERMARK = 40

const COLOUR_FORM = 'a colour, such as 1d428a'

const colour = read(COLOUR_FORM, parseColour)

/** How a circle is drawn, whoever is in it. */
const drawnFields = {
  window,
  lang,
  theme: z
    .enum(THEMES, `expected ${THEMES.join(', ')}`)
    .default('auto')
    .meta({
      description: 'With `auto` an SVG is as its viewer prefers; a PNG or JPEG is light.',
    }),
  background: read(`${COLOUR_FORM}, or none`, (text) =>
    text === 'none' ? text : parseColour(text),
  )
    .optional()
    .meta({ description: 'Hexadecimal digits; texts and lines go with it.', examples: ['1d428a'] }),
  text: colour.optional().meta({
    description: 'Refused where its contrast with the background is less than 4.5.',
    examples: ['ffffff'],
  }),
  accent: colour.optional().meta({
    description: 'Of the ring in the centre; refused where its contrast is less than 3.',
    examples: ['ffc72c'],
  }),
}

const pictureFields = {
  ...drawnFields,
  size: read(`a whole number of pixels from ${SMALLEST} to ${LARGEST}`, (text) => {
    const pixels = /^\d{3,4}$/.test(text) ? Number(text) : 0
    return pixels >= SMALLEST && pixels <= LARGEST ? pixels : undefined
  })
    .optional()
    .meta({
      description: 'Of each side; 1000 for a PNG or JPEG, whatever there is room for, for an SVG.',
      ...{ type: 'integer', minimum: SMALLEST, maximum: LARGEST },
    }),
  watermark: read(`a text of 1 to ${WATERMARK} characters`, (text) => {
    const shown = text.trim()
    const isText = shown.isWellFormed() && !/\p{Cc}/u.test(shown)
    return isText && shown !== '' && Array.from(shown).length <= WATERMARK ? shown : undefined
  })
    .optional()
    .meta({ description: 'A text for the lower right corner.', examples: ['orrery.example'] }),
  date: flag().meta({ description: 'Writes the time into the upper left corner.' }),
  avatars: z.enum(['embed', 'link', 'none'], 'expected embed, link or none').default('embed').meta({
    description: 'In an SVG avatars may lie in it, or be loaded from this server.',
  }),
}

export type DrawnQuery = z.output<z.ZodObject<typeof drawnFields>>
export type PictureQuery = z.output<z.ZodObject<typeof pictureFields>>

export const pictureQuery = z.object(pictureFields).superRefine(refuseClash)
export const cardQuery = z.object(drawnFields).superRefine(refuseClash)

export function coloursOf({ background, text, accent }: DrawnQuery): Colours {
  return { background, text, accent }
}

/** Refuses colours that could not be made out. */
function refuseClash(query: DrawnQuery, context: z.RefinementCtx): void {
  const clash = clashIn(query.theme === 'dark' ? 'dark' : 'light', coloursOf(query))
  if (clash === undefined) return
  const { name, colour, background, contrast, needed } = clash
  const shown = Math.floor(contrast * 100) / 100
  const message = `${colour} on ${background} has a contrast of ${shown}, and ${needed} is needed`
  context.addIssue({ code: 'custom', path: [name], message })
}
