export type Theme = 'light' | 'dark' | 'auto'

type Palette = { sky: string; line: string; scale: string; ink: string; quiet: string; sun: string }

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

/**
 * The style sheet of a picture. Rules are written without custom properties, which image libraries
 * do not know, and all begin with the class of the picture, since it may stand inside a page.
 * With `auto` the picture is light unless the viewer prefers dark.
 */
export function circleStyleOf(theme: Theme): string {
  const shared =
    '.orrery-circle{font-family:system-ui,sans-serif}' +
    '.orrery-circle .caption{pointer-events:none}' +
    '.orrery-circle a:hover+.caption,.orrery-circle a:focus-visible+.caption{opacity:1}' +
    '.orrery-circle a:focus-visible{outline:none}' +
    '.orrery-circle a:focus-visible .edge{stroke-width:9}'
  if (theme !== 'auto') return shared + rulesOf(theme === 'dark' ? DARK : LIGHT)
  return `${shared}${rulesOf(LIGHT)}@media (prefers-color-scheme:dark){${rulesOf(DARK)}}`
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
