/** How far into a partition's stream: the entry, and so many links of one of its events. */
export type Place = { ms: number; seq: number; line: number; link: number }

/** A partition's place when all of its entry is done. */
export type EntryId = Pick<Place, 'ms' | 'seq'>

const WHOLE = Number.MAX_SAFE_INTEGER
const DIGITS = 36
const PLACE = /^([\da-z]{1,10})-([\da-z]{1,10})(?:\.([\da-z]{1,10})\.([\da-z]{1,10}))?$/
const LONGEST = 64 * 48

export const START: Place = placeAfter({ ms: 0, seq: 0 })

export function placeAfter({ ms, seq }: EntryId): Place {
  return { ms, seq, line: WHOLE, link: 0 }
}

/** Negative where the first comes before the second. */
export function comparePlaces(a: Place, b: Place): number {
  return a.ms - b.ms || a.seq - b.seq || a.line - b.line || a.link - b.link
}

export function idText({ ms, seq }: EntryId): string {
  return `${ms}-${seq}`
}

export function readId(id: string): EntryId {
  const [ms, seq] = id.split('-')
  return { ms: Number(ms), seq: Number(seq) }
}

/**
 * A cursor is the places of all partitions, in their order. It means the same to every process and
 * after every restart, and to clients nothing.
 */
export function cursorText(places: readonly string[]): string {
  return places.join('_')
}

export function placeText({ ms, seq, line, link }: Place): string {
  const id = `${ms.toString(DIGITS)}-${seq.toString(DIGITS)}`
  return line === WHOLE ? id : `${id}.${line.toString(DIGITS)}.${link.toString(DIGITS)}`
}

/** The later place of each partition. */
export function latestOf(some: readonly Place[], others: readonly Place[]): Place[] {
  return some.map((place, partition) => {
    const other = others[partition] ?? place
    return comparePlaces(place, other) > 0 ? place : other
  })
}

/** Whether none of the places lies behind the other of its partition. */
export function areReached(places: readonly Place[], reached: readonly Place[]): boolean {
  return places.every((place, partition) => comparePlaces(place, reached[partition] ?? place) <= 0)
}

/** Undefined for a text that is no cursor. */
export function parseCursor(text: string): Place[] | undefined {
  if (text.length > LONGEST) return undefined
  const places = text.split('_').map(parsePlace)
  return places.every((place) => place !== undefined) ? places : undefined
}

function parsePlace(text: string): Place | undefined {
  const [found, ...parts] = PLACE.exec(text) ?? []
  if (found === undefined) return undefined
  const [ms, seq, line, link] = parts.map((part) => part && Number.parseInt(part, DIGITS))
  if (!isCount(ms) || !isCount(seq)) return undefined
  if (!isCount(line) || !isCount(link)) return placeAfter({ ms, seq })
  return { ms, seq, line, link }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
