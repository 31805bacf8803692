/** A colour as six hexadecimal digits in lower case behind a `#`. */
export type Colour = `#${string}`

/** What WCAG 2.2 asks of text that is not large (1.4.3), and of marks that carry a meaning (1.4.11). */
export const TEXT_CONTRAST = 4.5
export const MARK_CONTRAST = 3

/** Reads three or six hexadecimal digits, with or without a `#`. */
export function parseColour(text: string): Colour | undefined {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1]?.toLowerCase()
  if (digits === undefined) return undefined
  return `#${digits.length === 6 ? digits : Array.from(digits, (digit) => digit + digit).join('')}`
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrastOf(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** `share` of the second colour in the first, from 0 to 1. */
export function mixOf(one: Colour, other: Colour, share: number): Colour {
  const second = channelsOf(other)
  const mixed = channelsOf(one).map((value, index) =>
    Math.round(value + ((second[index] ?? 0) - value) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channelsOf(colour: Colour): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
