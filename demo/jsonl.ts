import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import type { LoggedEvent } from './event-log.ts'

const NEWLINE = 10

/** What is wrong with a recording, as one sentence for the person who named it. */
export class UnreadableRecording extends Error {}

/**
 * The Jetstream v1 lines of a file (plain, `.gz` or `.zst`), as they are in it, empty lines left out.
 * The whole file is kept in memory. Throws UnreadableRecording.
 */
export async function readRecording(path: string): Promise<LoggedEvent[]> {
  const content = await readUnpacked(path)
  const events: LoggedEvent[] = []
  let start = 0
  for (let number = 1; start < content.length; number++) {
    const newline = content.indexOf(NEWLINE, start)
    const end = newline < 0 ? content.length : newline
    const line = content.subarray(start, end)
    if (line.toString('latin1').trim() !== '')
      events.push(parseLine(line, `${path}, line ${number}`))
    start = end + 1
  }
  if (events.length === 0) throw new UnreadableRecording(`${path} holds no events.`)
  return events
}

async function readUnpacked(path: string): Promise<Buffer> {
  try {
    const content = await readFile(path)
    if (path.endsWith('.gz')) return await promisify(gunzip)(content)
    if (path.endsWith('.zst')) return await promisify(zstdDecompress)(content)
    return content
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UnreadableRecording(`${path} cannot be read: ${reason}.`, { cause })
  }
}

function parseLine(line: Buffer, place: string): LoggedEvent {
  let event: {
    did?: unknown
    time_us?: unknown
    kind?: unknown
    commit?: { collection?: unknown }
  } | null
  try {
    event = JSON.parse(line.toString())
  } catch (cause) {
    throw new UnreadableRecording(`${place} is not JSON.`, { cause })
  }
  const { did, time_us, kind } = event ?? {}
  if (typeof did !== 'string' || typeof kind !== 'string' || !Number.isSafeInteger(time_us)) {
    throw new UnreadableRecording(
      `${place} is not a Jetstream v1 event: it needs did, time_us and kind.`,
    )
  }
  const collection = event?.commit?.collection
  return {
    line,
    timeUs: Number(time_us),
    did,
    kind,
    collection: typeof collection === 'string' ? collection : undefined,
  }
}
