import { createWriter, readerOf } from './bytes.ts'
import { INTERACTION_TYPES, type InteractionType } from './interaction.ts'

/**
 * What passed with one partner in one hour (0 to 23) of a day by one type. `characters` are those of
 * the posts among it; a post that counts for two types has them at the first.
 */
export type HourCount = {
  partner: number
  hour: number
  type: InteractionType
  count: number
  characters: number
}

const writer = createWriter()

/** By its place in the list: types with texts come last, the others have no characters to write. */
const TYPE_CODES = new Map<InteractionType, number>(
  INTERACTION_TYPES.map((type, code) => [type, code]),
)
const TYPES = INTERACTION_TYPES.length
const FIRST_WITH_TEXT = INTERACTION_TYPES.indexOf('reply')

/**
 * The counts of an account's day in one direction, in at most one cell for each partner, hour and
 * type, which may come in any order:
 *
 *   for each partner, ascending:
 *     (number less that of the one before) × 2, and 1 if there is one cell with a count of 1
 *     else how many cells
 *     for each cell: hour × 5 + type, [count], [characters, of types that have texts]
 */
export function packDay(counts: readonly HourCount[]): Buffer {
  const partners = Array.from(Map.groupBy(counts, ({ partner }) => partner))
  let before = 0
  for (const [partner, cells] of partners.sort(([a], [b]) => a - b)) {
    const isSingle = cells.length === 1 && cells[0]?.count === 1
    writer.varint((partner - before) * 2 + (isSingle ? 1 : 0))
    before = partner
    if (!isSingle) writer.varint(cells.length)
    for (const { hour, type, count, characters } of cells.toSorted(byCode)) {
      const code = TYPE_CODES.get(type) ?? 0
      writer.varint(hour * TYPES + code)
      if (!isSingle) writer.varint(count)
      if (code >= FIRST_WITH_TEXT) writer.varint(characters)
    }
  }
  return writer.take()
}

export function* readDay(bytes: Buffer): Generator<HourCount> {
  const from = readerOf(bytes)
  let partner = 0
  while (!from.ended) {
    const head = from.varint()
    partner += Math.floor(head / 2)
    const isSingle = head % 2 === 1
    const cells = isSingle ? 1 : from.varint()
    for (let cell = 0; cell < cells; cell++) {
      const code = from.varint()
      const count = isSingle ? 1 : from.varint()
      const type = INTERACTION_TYPES[code % TYPES] ?? 'like'
      const characters = code % TYPES >= FIRST_WITH_TEXT ? from.varint() : 0
      yield { partner, hour: Math.floor(code / TYPES), type, count, characters }
    }
  }
}

/** What `readDay` gives, many times faster: the type as its place in `INTERACTION_TYPES`. */
export function eachOfDay(
  bytes: Buffer,
  visit: (partner: number, hour: number, type: number, count: number) => void,
): void {
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  let partner = 0
  while (at < bytes.length) {
    const head = varint()
    partner += Math.floor(head / 2)
    const isSingle = head % 2 === 1
    for (let cells = isSingle ? 1 : varint(); cells > 0; cells--) {
      const code = varint()
      const count = isSingle ? 1 : varint()
      const type = code % TYPES
      if (type >= FIRST_WITH_TEXT) varint()
      visit(partner, (code - type) / TYPES, type, count)
    }
  }
}

function byCode(a: HourCount, b: HourCount): number {
  return a.hour - b.hour || (TYPE_CODES.get(a.type) ?? 0) - (TYPE_CODES.get(b.type) ?? 0)
}
