/** The id of a stream's entry, `<milliseconds>-<sequence>`, both unsigned 64 bit. */
export type StreamId = string

const LAST_SEQUENCE = 2n ** 64n - 1n

/** The smallest id greater than this one. */
export function successorOf(id: StreamId): StreamId {
  const [milliseconds, sequence] = partsOf(id)
  return sequence === LAST_SEQUENCE ? `${milliseconds + 1n}-0` : `${milliseconds}-${sequence + 1n}`
}

/** The first of the ids, undefined where there are none. */
export function earliestOf(ids: StreamId[]): StreamId | undefined {
  return ids.toSorted(compare)[0]
}

/** The id that lies so far between the two, from 0 to 1, in time. */
export function idBetween(first: StreamId, last: StreamId, share: number): StreamId {
  const [from] = partsOf(first)
  const [to] = partsOf(last)
  return `${from + BigInt(Math.floor(Number(to - from) * share))}-0`
}

function compare(one: StreamId, other: StreamId): number {
  const [milliseconds, sequence] = partsOf(one)
  const [otherMilliseconds, otherSequence] = partsOf(other)
  return Number(milliseconds - otherMilliseconds) || Number(sequence - otherSequence)
}

function partsOf(id: StreamId): [bigint, bigint] {
  const [milliseconds = '0', sequence = '0'] = id.split('-')
  return [BigInt(milliseconds), BigInt(sequence)]
}
