import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Circle } from '@orrery/shared/circle'

/** The fonts that fonts.conf has, of which the bold ones draw the same characters. */
const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
]

/** First and last code points of runs of characters, in order. */
type Runs = [first: number, last: number][]

/** Whether a font has the character; neither has emoji, for one. */
export type IsDrawable = (character: string) => boolean

export function openDrawable(): IsDrawable {
  const runs = FONTS.map((font) => runsOf(readFileSync(fileURLToPath(import.meta.resolve(font)))))
  return (character) => runs.some((some) => isAmong(some, character.codePointAt(0) ?? 0))
}

/** A text without the characters that cannot be drawn; null where a letter or a digit is among them. */
export function drawableOf(text: string, isDrawable: IsDrawable): string | null {
  const characters = Array.from(text.normalize('NFC'))
  const missing = characters.filter((each) => !isDrawable(each))
  if (missing.some((each) => /[\p{L}\p{N}]/u.test(each))) return null
  const left = characters.filter(isDrawable).join('').replace(/\s+/g, ' ').trim()
  return left === '' ? null : left
}

/** The circle with only those names that can be drawn; the others go by their addresses. */
export function withDrawableNames(circle: Circle, isDrawable: IsDrawable): Circle {
  const drawn = <Named extends { displayName: string | null }>(account: Named): Named => ({
    ...account,
    displayName: account.displayName && drawableOf(account.displayName, isDrawable),
  })
  return { ...drawn(circle), orbits: circle.orbits.map((people) => people.map(drawn)) }
}

function isAmong(runs: Runs, codePoint: number): boolean {
  let [low, high] = [0, runs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = runs[middle] ?? [0, 0]
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}

/** The character map of a TrueType font, of which format 12 has all (OpenType 1.9, `cmap`). */
function runsOf(font: Buffer): Runs {
  const table = tableAt(font, 'cmap')
  const maps = Array.from({ length: font.readUInt16BE(table + 2) }, (_, index) => {
    return table + font.readUInt32BE(table + 8 + 8 * index)
  })
  const map = maps.find((at) => font.readUInt16BE(at) === 12)
  if (map === undefined) throw new Error('the font has no character map of format 12')
  return Array.from({ length: font.readUInt32BE(map + 12) }, (_, index) => {
    const group = map + 16 + 12 * index
    return [font.readUInt32BE(group), font.readUInt32BE(group + 4)]
  })
}

function tableAt(font: Buffer, name: string): number {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === name)
  if (entry === undefined) throw new Error(`the font has no table ${name}`)
  return font.readUInt32BE(entry + 8)
}
