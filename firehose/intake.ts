import { isUtf8 } from 'node:buffer'
import type { CollectionFilter } from '@orrery/shared/collection-filter'
import { type Envelope, readEnvelope, type Unreadable } from './envelope.ts'
import type { Progress } from './progress.ts'
import type { Publisher } from './publisher.ts'

/** Takes one frame as it came from the socket. */
export type Intake = (frame: Buffer, isBinary: boolean) => void

/**
 * Publishes what is wanted and buries what cannot be read. The filter is for commits only: identity
 * and account events always pass.
 */
export function createIntake(
  wanted: CollectionFilter,
  publisher: Publisher,
  progress: Progress,
): Intake {
  return (frame, isBinary) => {
    const text = frame.toString()
    const event = isBinary ? NOT_TEXT : read(frame, text)
    if ('reason' in event) {
      progress.deadLetters++
      progress.deadReason = event.reason
      return publisher.bury(text, frame.length, event.reason)
    }
    progress.events++
    progress.timeUs = event.timeUs
    if (event.collection !== undefined && !wanted(event.collection)) return
    publisher.publish(event, frame.length)
  }
}

const NOT_TEXT: Unreadable = { reason: 'a binary frame, and no compression was asked for' }

function read(frame: Buffer, text: string): Envelope | Unreadable {
  return isUtf8(frame) ? readEnvelope(text) : { reason: 'not UTF-8' }
}
