/** What an event's delivery needs to know of it, and the event itself as one line of JSON. */
export type Envelope = {
  did: string
  timeUs: number
  /** The server's number of the event, on wires that have one. */
  seq?: number
  /** The rev with which a v2 server says that a record is new; see `createResyncs`. */
  createdWith?: string
  /** Set for commits only. */
  collection: string | undefined
  line: string
}

/** Why a frame cannot be delivered, in one sentence. */
export type Unreadable = { reason: string }

/** How Jetstream servers begin every event, as far as it tells all that an envelope needs. */
const USUAL_START =
  /^\{"did":"(did:[\w.:%-]+)","time_us":(0|[1-9]\d{0,15}),"kind":"(?:identity"|account"|commit","commit":\{"rev":"[\w.-]*","operation":"[a-z]+","collection":"([\w.-]+)")/

/**
 * Reads a text frame of Jetstream v1. A frame that begins and ends as usual is not parsed any
 * further, so what its record holds is for the indexer to judge; any other frame is parsed whole.
 */
export function readEnvelope(frame: string): Envelope | Unreadable {
  if (!frame.endsWith('}') || frame.includes('\n')) return parseEnvelope(frame)
  const [start, did, time, collection] = USUAL_START.exec(frame) ?? []
  const timeUs = Number(time)
  if (!start || !did || !Number.isSafeInteger(timeUs)) return parseEnvelope(frame)
  return { did, timeUs, collection, line: frame }
}

/** The same from any JSON text, by parsing all of it. */
export function parseEnvelope(frame: string): Envelope | Unreadable {
  let event: unknown
  try {
    event = JSON.parse(frame)
  } catch (error) {
    return { reason: `not JSON: ${(error as Error).message}` }
  }
  if (typeof event !== 'object' || event === null) return { reason: 'not a JSON object' }
  const { did, time_us, kind, commit } = event as Record<string, unknown>
  if (typeof did !== 'string' || did === '') return { reason: 'did is missing' }
  if (!isTime(time_us)) return { reason: 'time_us is not a whole number of microseconds' }
  const collection = kind === 'commit' ? collectionIn(commit) : undefined
  return { did, timeUs: time_us, collection, line: oneLineOf(frame) }
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function collectionIn(commit: unknown): string | undefined {
  if (typeof commit !== 'object' || commit === null || !('collection' in commit)) return undefined
  return typeof commit.collection === 'string' ? commit.collection : undefined
}

/** In valid JSON a raw line break stands only between tokens, where a space means the same. */
function oneLineOf(json: string): string {
  return json.replaceAll(/[\r\n]+/g, ' ').trim()
}
