/** Shares of the font size that letters take on average; wide ones are those of East Asia. */
const NARROW = 0.56
const BOLD = 0.61
const WIDE = 1

/** About how wide a text will be drawn, in the units of its size; nearer too wide than too narrow. */
export function widthOf(text: string, size: number, bold = false): number {
  let width = 0
  for (const character of text) width += character > '\u2e7f' ? WIDE : bold ? BOLD : NARROW
  return width * size
}

/** The text, or as much of its beginning as has room, with an ellipsis. */
export function fitted(text: string, size: number, width: number, bold = false): string {
  if (widthOf(text, size, bold) <= width) return text
  const characters = Array.from(text)
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, size, bold) > width) {
    characters.pop()
  }
  return `${characters.join('').trimEnd()}…`
}
