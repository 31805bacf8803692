import { isUtf8 } from 'node:buffer'
import { zstdDecompressSync } from 'node:zlib'
import type { Dictionary } from './dictionary.ts'
import { type Envelope, readEnvelope, type Unreadable } from './envelope.ts'
import { type Notice, type Replaced, readEnvelopeV2 } from './envelope-v2.ts'
import type { Wire } from './feed.ts'

/** Many times what a repository's host accepts as a record. */
export const MOST_BYTES = 16 * 1024 * 1024

/** That a frame cannot be decompressed, so that none of this connection may be. */
export type Undecodable = { undecodable: string }

export type Reading = Envelope | Replaced | Notice | Unreadable | Undecodable

/** Reads one frame as it came from the socket; a binary one is compressed, each by itself. */
export function readFrame(
  frame: Buffer,
  isBinary: boolean,
  { wire, dictionary }: { wire: Wire; dictionary: Dictionary | undefined },
): Reading {
  if (!isBinary) return readText(frame, wire)
  if (dictionary === undefined) {
    return { reason: 'a binary frame, and no compression was asked for' }
  }
  try {
    const limits = { dictionary: dictionary.bytes, maxOutputLength: MOST_BYTES }
    return readText(zstdDecompressSync(frame, limits), wire)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') return { reason: `more than ${MOST_BYTES} bytes of text` }
    return { undecodable: message }
  }
}

function readText(text: Buffer, wire: Wire) {
  if (!isUtf8(text)) return { reason: 'not UTF-8' }
  return wire === 'v2' ? readEnvelopeV2(text.toString()) : readEnvelope(text.toString())
}
