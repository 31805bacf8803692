import type { Backlink } from '@orrery/shared/backlink'
import { type ByteReader, type ByteWriter, createWriter, readerOf } from '@orrery/shared/bytes'

/** Where a page ended, as a text that only this module reads. */
export type Cursor<End> = {
  write(end: End): string
  /** Undefined for a text that `write` never gives, such as the cursor of another kind of list. */
  parse(text: string): End | undefined
}

/** The page ended within or behind the links of a record: so many of them were given. */
export type ItemsEnd = { link: Backlink; given: number }

export const recordsCursor = createCursor(1, writeLink, readLink)

export const didsCursor = createCursor(2, writeLink, readLink)

export const itemsCursor = createCursor<ItemsEnd>(
  3,
  (to, { link, given }) => writeLink(to, link).varint(given),
  (from) => ({ link: readLink(from), given: wholeNumber(from) }),
)

export const subjectsCursor = createCursor<string>(
  4,
  (to, subject) => to.text(subject),
  (from) => from.text(),
)

const MAX_LENGTH = 20_000

/** @param kind tells the lists apart; whole and unique */
export function createCursor<End>(
  kind: number,
  put: (to: ByteWriter, end: End) => ByteWriter,
  get: (from: ByteReader) => End,
): Cursor<End> {
  function write(end: End): string {
    return put(createWriter().varint(kind), end).take().toString('hex')
  }

  return {
    write,
    parse(text) {
      if (text.length > MAX_LENGTH) return undefined
      const from = readerOf(Buffer.from(text, 'hex'))
      if (from.varint() !== kind) return undefined
      const end = get(from)
      return write(end) === text ? end : undefined
    },
  }
}

export function writeLink(to: ByteWriter, { time, author, rkey, path }: Backlink): ByteWriter {
  return to.varint(time).varint(author).text(rkey).text(path)
}

export function readLink(from: ByteReader): Backlink {
  const [time, author] = [wholeNumber(from), wholeNumber(from)]
  return { time, author, rkey: from.text(), path: from.text() }
}

/** Zero for what is no number that was ever written. */
export function wholeNumber(from: ByteReader): number {
  const number = from.varint()
  return Number.isSafeInteger(number) ? number : 0
}
