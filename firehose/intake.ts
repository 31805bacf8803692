import type { Gap } from '@orrery/shared/gaps'
import type { Start } from './cursor.ts'
import type { Dictionary } from './dictionary.ts'
import type { Envelope } from './envelope.ts'
import type { Notice, Replaced } from './envelope-v2.ts'
import type { Wire } from './feed.ts'
import { readFrame } from './frame.ts'
import { createLeapWatch, gapBetween } from './gap.ts'
import { createGapFill } from './gap-fill.ts'
import type { OnFrame } from './listen.ts'
import type { Progress } from './progress.ts'
import type { Publisher } from './publisher.ts'
import type { Resyncs } from './resyncs.ts'
import type { Wanted } from './wanted.ts'

/** Why a connection cannot go on as it is: what has to be done otherwise by the next. */
export type Flaw = 'renumbered' | 'undecodable' | 'error'

const ANEW = 'the server counts its events anew'

export type IntakeOptions = {
  wire: Wire
  dictionary: Dictionary | undefined
  start: Start
  wanted: Wanted
  publisher: Publisher
  progress: Progress
  resyncs: Resyncs
  onFirst: () => void
  /** What is noted as missing so far. */
  gaps: Gap[]
  onGap: (gap: Gap) => void
  onFilled: (gap: Gap) => void
  onInfo: (notice: Notice) => void
  /** After this no frame is taken any more. */
  onFlaw: (flaw: Flaw, reason: string) => void
  now: () => number
}

/**
 * Takes the frames of one connection: publishes what is wanted, buries what cannot be read, and tells
 * from the events' times whether any are missing.
 */
export function createIntake(options: IntakeOptions): OnFrame {
  const { start, wanted, publisher, progress, resyncs, now } = options
  const leapAt = createLeapWatch(now)
  const filledBy = createGapFill(options.gaps)
  let isFirst = true
  let isOver = false

  function flaw(kind: Flaw, reason: string) {
    isOver = true
    options.onFlaw(kind, reason)
  }

  /** @returns whether it is the event that the cursor names */
  function begin({ timeUs, seq }: Envelope | Replaced): boolean {
    const { expected, last, from } = start
    if (expected && (expected.seq !== seq || expected.timeUs !== timeUs)) return false
    const gap = last === undefined ? undefined : gapBetween(last, timeUs, from)
    if (gap !== undefined) options.onGap(gap)
    options.onFirst()
    return true
  }

  function compareTimes(timeUs: number) {
    const leap = leapAt(timeUs)
    if (leap !== undefined) options.onGap(leap)
    for (const gap of filledBy(timeUs)) options.onFilled(gap)
  }

  function take(event: Envelope | Replaced) {
    if (isFirst && !begin(event)) return flaw('renumbered', ANEW)
    isFirst = false
    progress.events++
    progress.timeUs = event.timeUs
    if (!wanted.isNarrow()) compareTimes(event.timeUs)
    if ('replaced' in event) {
      resyncs.note(event.replaced)
      return publisher.pass(event)
    }
    if (resyncs.isPast(event) || !wanted.isWanted(event)) return publisher.pass(event)
    publisher.publish(event, event.line.length)
  }

  function heed(notice: Notice) {
    if (notice.notice === 'error') return flaw('error', `${notice.name}: ${notice.message}`)
    if (notice.name === 'FutureCursor') return flaw('renumbered', ANEW)
    options.onInfo(notice)
  }

  return (frame, isBinary) => {
    if (isOver) return
    const read = readFrame(frame, isBinary, options)
    if ('timeUs' in read) return take(read)
    if ('undecodable' in read) return flaw('undecodable', `not decompressed: ${read.undecodable}`)
    if ('notice' in read) return heed(read)
    progress.deadLetters++
    progress.deadReason = read.reason
    publisher.bury(
      isBinary ? frame.toString('base64') : frame.toString(),
      frame.length,
      read.reason,
    )
  }
}
