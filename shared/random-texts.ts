/**
 * For tests: texts of up to `maxPieces` of the given pieces, drawn evenly, the same on every run.
 */
export function randomTexts(count: number, maxPieces: number, pieces: readonly string[]): string[] {
  let state = 20_241_107

  /** A multiplicative congruential generator; its upper bits are the good ones. */
  function below(limit: number): number {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor((state / 2_147_483_647) * limit)
  }

  return Array.from({ length: count }, () =>
    Array.from({ length: below(maxPieces + 1) }, () => pieces[below(pieces.length)]).join(''),
  )
}
