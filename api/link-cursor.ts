import type { PageEnd } from '@orrery/shared/backlinks'
import { createWriter, readerOf } from '@orrery/shared/bytes'

const MAX_LENGTH = 4096

/** The place of a page's last link, as a text that only this module reads. */
export function cursorOf({ time, author, rkey }: PageEnd): string {
  return createWriter().varint(time).varint(author).text(rkey).take().toString('hex')
}

/** Undefined for a text that `cursorOf` never gives. */
export function parseCursor(text: string): PageEnd | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const from = readerOf(Buffer.from(text, 'hex'))
  const end = { time: from.varint(), author: from.varint(), rkey: from.text() }
  if (!Number.isSafeInteger(end.time) || !Number.isSafeInteger(end.author)) return undefined
  return cursorOf(end) === text ? end : undefined
}
