import { expect, test } from 'vitest'
import type { LoggedEvent } from './event-log.ts'
import { like } from './fixtures.ts'
import { recordingLog, shifted } from './recording.ts'

const EVENTS = [like(1000), like(1500), like(1400), like(2000)]
const AT_ONCE = { speed: Infinity, loop: false, shiftUs: 0 }

/** The times of the first `count` events that a reader sees. */
async function timesOf(
  playback: Partial<typeof AT_ONCE>,
  cursor: number | undefined,
  count: number,
  events: LoggedEvent[] = EVENTS,
): Promise<number[]> {
  const times: number[] = []
  const stop = new AbortController()
  const log = recordingLog(events, { ...AT_ONCE, ...playback })
  const start = cursor === undefined ? log.live() : log.seqAt(cursor)
  for await (const batch of log.read(start, stop.signal)) {
    times.push(...batch.events.map(({ line }) => JSON.parse(line.toString()).time_us))
    if (times.length >= count) break
  }
  return times.slice(0, count)
}

test.each([
  ['without a cursor from the beginning', {}, undefined, [1000, 1500, 1400, 2000]],
  ['from its cursor on', {}, 1400, [1500, 1400, 2000]],
  ['again and again, a span later each time', { loop: true }, 1400, [1500, 1400, 2000, 2001, 2501]],
  ['from a cursor in a later round', { loop: true }, 3003, [3502, 3402, 4002, 4003]],
  ['at moved times', { shiftUs: 50 }, 1550, [1550, 1450, 2050]],
])('a recording is played %s', async (_title, playback, cursor, expected) => {
  expect(await timesOf(playback, cursor, expected.length)).toEqual(expected)
})

test('numbers go on in later rounds', async () => {
  const log = recordingLog(EVENTS, { ...AT_ONCE, loop: true })
  const seq = log.seqAt(2001)
  const reader = log.read(seq, AbortSignal.timeout(60_000))
  const seqs: number[] = []
  for await (const batch of reader) {
    seqs.push(batch.seq)
    if (seqs.length === 3) break
  }

  expect([seq, ...seqs]).toEqual([5, 5, 9, 13])
})

test('a reader with a cursor behind the end waits until it is told to stop', async () => {
  const stop = new AbortController()
  const log = recordingLog(EVENTS, AT_ONCE)
  const reader = log.read(log.seqAt(5000), stop.signal)[Symbol.asyncIterator]()
  const next = reader.next()
  stop.abort()

  expect(await next).toEqual({ done: true, value: undefined })
})

test('at a recorded pace an event comes with those before it, however long they took', async () => {
  const events = [like(1_000), like(2_000), like(21_000)]
  expect(await timesOf({ speed: 2 }, undefined, 3, events)).toEqual([1_000, 2_000, 21_000])
})

test('at a recorded pace an event that is not due holds up those behind it', async () => {
  const events = [like(0), like(20_000), like(60_000), like(10_000)]
  expect(await timesOf({ speed: 1 }, undefined, 4, events)).toEqual([0, 20_000, 60_000, 10_000])
})

test('moving an event changes no byte but those of its time', () => {
  const line = '{"did":"did:plc:x", "time_us" : 15, "kind":"identity","note":"15 \\"time_us\\":15"}'
  const event = { line, timeUs: 15, did: 'did:plc:x', kind: 'identity' }

  expect(shifted(event, 100).line.toString()).toBe(line.replace(': 15,', ': 115,'))
})
