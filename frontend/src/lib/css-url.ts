/** An address as a CSS `url("...")` that nothing in it can end; `none` for no address. */
export function cssUrlOf(address: string | null): string {
  if (address === null) return 'none'
  const escaped = address.toWellFormed().replace(/["\\\p{Cc}]/gu, (character) => {
    return `\\${character.charCodeAt(0).toString(16)} `
  })
  return `url("${escaped}")`
}
