import { type Cursor, createCursor, wholeNumber } from './link-cursor.ts'

export type Order = 'name' | 'records-created' | 'dids-estimate'

/** Where a page ended: in the list as it was at that time (milliseconds), behind that name. */
export type ListEnd = { asOf: number; value: number; isPrefix: boolean; name: string }

/** The cursor of a list in one order is none of another. */
export const listCursors: Record<'collections' | 'prefix', Record<Order, Cursor<ListEnd>>> = {
  collections: { name: end(7), 'records-created': end(8), 'dids-estimate': end(9) },
  prefix: { name: end(10), 'records-created': end(11), 'dids-estimate': end(12) },
}

function end(kind: number): Cursor<ListEnd> {
  return createCursor<ListEnd>(
    kind,
    (to, { asOf, value, isPrefix, name }) =>
      to.varint(asOf).varint(value).varint(Number(isPrefix)).text(name),
    (from) => ({
      asOf: wholeNumber(from),
      value: wholeNumber(from),
      isPrefix: wholeNumber(from) === 1,
      name: from.text(),
    }),
  )
}
