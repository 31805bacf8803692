import { createWriteStream } from 'node:fs'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { JetstreamEvent } from '../demo/event.ts'

const CHUNK_EVENTS = 500

/**
 * Writes events to a file as the WebSocket frames that a Jetstream sends, one an event, so that
 * serving them costs next to nothing. Returns the time of the last in microseconds, and the size.
 */
export async function writeFrames(
  path: string,
  events: Iterator<JetstreamEvent>,
  count: number,
): Promise<{ lastTimeUs: number; bytes: number }> {
  const file = createWriteStream(path)
  const writer = Writable.toWeb(file).getWriter()
  let lastTimeUs = 0
  let bytes = 0
  for (let written = 0; written < count; written += CHUNK_EVENTS) {
    const chunk: Buffer[] = []
    for (let index = written; index < Math.min(count, written + CHUNK_EVENTS); index++) {
      const event: JetstreamEvent = events.next().value
      lastTimeUs = event.time_us
      chunk.push(...frameOf(JSON.stringify(event)))
    }
    const frames = Buffer.concat(chunk)
    bytes += frames.length
    await writer.ready
    await writer.write(frames)
  }
  await writer.close()
  await finished(file)
  return { lastTimeUs, bytes }
}

/** One unmasked text frame: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function frameOf(text: string): [Buffer, Buffer] {
  const payload = Buffer.from(text)
  const { length } = payload
  if (length < 126) return [Buffer.from([0x81, length]), payload]
  if (length < 65_536) return [Buffer.from([0x81, 126, length >> 8, length & 255]), payload]
  const head = Buffer.alloc(10)
  head.writeUInt16BE(0x817f)
  head.writeBigUInt64BE(BigInt(length), 2)
  return [head, payload]
}
