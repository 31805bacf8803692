import { Readable } from 'node:stream'
import { takeTurns } from './turns.ts'

/** From so many items on a list is not made whole before it is sent. */
const LONG = 5000
const ITEMS_AT_ONCE = 250

/**
 * An object of the head's fields and then the lists, their items as `toItem` makes them. Where a list
 * is long, the object is its JSON text, made as it is read and with turns for others.
 */
export function jsonOf<Item>(
  head: object,
  lists: Record<string, readonly Item[]>,
  toItem: (item: Item) => object,
): object | Readable {
  const isLong = Object.values(lists).some(({ length }) => length >= LONG)
  if (isLong) return Readable.from(textOf(head, lists, toItem), { objectMode: false })
  const short = Object.entries(lists).map(([name, list]) => [name, list.map(toItem)])
  return { ...head, ...Object.fromEntries(short) }
}

async function* textOf<Item>(
  head: object,
  lists: Record<string, readonly Item[]>,
  toItem: (item: Item) => object,
): AsyncGenerator<string> {
  const turn = takeTurns()
  yield JSON.stringify(head).slice(0, -1)
  for (const [name, list] of Object.entries(lists)) {
    yield `,${JSON.stringify(name)}:[`
    for (let at = 0; at < list.length; at += ITEMS_AT_ONCE) {
      const items = list.slice(at, at + ITEMS_AT_ONCE).map(toItem)
      yield `${at > 0 ? ',' : ''}${JSON.stringify(items).slice(1, -1)}`
      await turn()
    }
    yield ']'
  }
  yield '}'
}
