import { type Colour, contrastOf, MARK_CONTRAST, mixOf, TEXT_CONTRAST } from './contrast.ts'

export const THEMES = ['auto', 'light', 'dark'] as const

export type Theme = (typeof THEMES)[number]

/** Colours that take the place of the theme's; `none` leaves the background away. */
export type Colours = { background?: Colour | 'none'; text?: Colour; accent?: Colour }

/** A colour that cannot be made out on its background: which, on what, and what it would need. */
export type Clash = {
  name: 'text' | 'accent'
  colour: Colour
  background: Colour
  contrast: number
  needed: number
}

/** The colours of everything that is drawn. `ink` and `quiet` can be read on `sky`. */
export type Palette = Record<'sky' | 'line' | 'scale' | 'ink' | 'quiet' | 'sun', Colour>

const LIGHT: Palette = {
  sky: '#f8f6f1',
  line: '#d8d2c4',
  scale: '#c4bca9',
  ink: '#22252e',
  quiet: '#686872',
  sun: '#b9771a',
}

const DARK: Palette = {
  sky: '#11141d',
  line: '#363e54',
  scale: '#414a62',
  ink: '#eae7df',
  quiet: '#9aa1b4',
  sun: '#e5af4d',
}

/** One of the themes with other colours in it; those that are not given go with those that are. */
export function paletteOf(theme: 'light' | 'dark', { background, text, accent }: Colours): Palette {
  const base = theme === 'dark' ? DARK : LIGHT
  const sky = background && background !== 'none' ? background : base.sky
  if (sky === base.sky && !text) return { ...base, sun: accent ?? base.sun }
  const ink = text ?? clearest(sky, [base.ink, LIGHT.ink, DARK.ink, '#000000', '#ffffff'], 7)
  const paler = [0.35, 0.25, 0.15].map((share) => mixOf(ink, sky, share))
  return {
    sky,
    ink,
    quiet: paler.find((colour) => contrastOf(colour, sky) >= TEXT_CONTRAST) ?? ink,
    line: mixOf(sky, ink, 0.18),
    scale: mixOf(sky, ink, 0.28),
    sun: accent ?? clearest(sky, [base.sun, LIGHT.sun, DARK.sun, ink], MARK_CONTRAST),
  }
}

/** Which of the colours given cannot be made out in the theme, if any. */
export function clashIn(theme: 'light' | 'dark', colours: Colours): Clash | undefined {
  const { sky } = paletteOf(theme, colours)
  for (const [name, needed] of [
    ['text', TEXT_CONTRAST],
    ['accent', MARK_CONTRAST],
  ] as const) {
    const colour = colours[name]
    const contrast = colour ? contrastOf(colour, sky) : needed
    if (colour && contrast < needed) return { name, colour, background: sky, contrast, needed }
  }
  return undefined
}

/**
 * The style sheet of a picture. Rules are written without custom properties, which image libraries
 * do not know, and all begin with the class of the picture, since it may stand inside a page.
 * With `auto` and no colours of its own the picture is light unless the viewer prefers dark.
 */
export function circleStyleOf(theme: Theme, colours: Colours = {}): string {
  const shared =
    '.orrery-circle{font-family:system-ui,sans-serif}' +
    '.orrery-circle .caption{pointer-events:none}' +
    '.orrery-circle a:hover+.caption,.orrery-circle a:focus-visible+.caption{opacity:1}' +
    '.orrery-circle a:focus-visible{outline:none}' +
    '.orrery-circle a:focus-visible .edge{stroke-width:9}'
  const first = rulesOf(paletteOf(theme === 'dark' ? 'dark' : 'light', colours))
  const isOwn = Object.values(colours).some((colour) => colour && colour !== 'none')
  if (theme !== 'auto' || isOwn) return shared + first
  return `${shared}${first}@media (prefers-color-scheme:dark){${rulesOf(DARK)}}`
}

function clearest(sky: Colour, colours: [Colour, ...Colour[]], enough: number): Colour {
  const good = colours.find((colour) => contrastOf(colour, sky) >= enough)
  if (good) return good
  return colours.reduce((a, b) => (contrastOf(b, sky) > contrastOf(a, sky) ? b : a))
}

function rulesOf({ sky, line, scale, ink, quiet, sun }: Palette): string {
  return (
    `.orrery-circle .sky{fill:${sky}}` +
    `.orrery-circle .orbit{fill:none;stroke:${line}}` +
    `.orrery-circle .scale{fill:none;stroke:${scale}}` +
    `.orrery-circle .edge{fill:none;stroke:${line}}` +
    `.orrery-circle .sun{fill:none;stroke:${sun}}` +
    `.orrery-circle a:hover .edge,.orrery-circle a:focus-visible .edge{stroke:${sun}}` +
    `.orrery-circle .caption{fill:${ink}}` +
    `.orrery-circle .note{fill:${quiet}}`
  )
}
