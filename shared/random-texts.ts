import { createRandom } from './random.ts'

/** For tests: texts of up to `maxPieces` of the given pieces, drawn evenly, the same on every run. */
export function randomTexts(count: number, maxPieces: number, pieces: readonly string[]): string[] {
  const random = createRandom(20_241_107)
  return Array.from({ length: count }, () =>
    Array.from({ length: random.below(maxPieces + 1) }, () => random.pick(pieces)).join(''),
  )
}
