const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** Milliseconds of a TID, by plain big integers; undefined where the text is not one. */
export function decodeTime(text: string): number | undefined {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(text)) return undefined
  let value = 0n
  for (const character of text) value = value * 32n + BigInt(ALPHABET.indexOf(character))
  return value >= 2n ** 63n ? undefined : Number((value >> 10n) / 1000n)
}
