import type { Place } from './bucket-pages.ts'
import { type Cursor, createCursor, wholeNumber } from './link-cursor.ts'

/** @param kind tells the lists apart, as those of `link-cursor.ts` do */
export function placeCursor(kind: number): Cursor<Place> {
  return createCursor<Place>(
    kind,
    (to, { time, name }) => to.varint(time).text(name),
    (from) => ({ time: wholeNumber(from), name: from.text() }),
  )
}
