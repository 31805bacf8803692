import { createWriter, readerOf } from '@orrery/shared/bytes'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { AccountWindow } from './account-window.ts'
import type { AnswerForm } from './shared-answers.ts'
import { mergeTallies, type Tally, type TypeCounts } from './tallies.ts'
import { takeTurns } from './turns.ts'

/** A seventh of what it would be as JSON. What passed in both directions follows from the two. */
export const packedWindows: AnswerForm<AccountWindow> = {
  async pack({ span, tallies: { sent, received } }) {
    const writer = createWriter()
    const turn = takeTurns()
    writer.varint(span.from).varint(span.to)
    for (const list of [sent, received]) {
      writer.varint(list.length)
      for (const tally of list) {
        writer.varint(tally.partner).varint(tally.characters).varint(tally.last)
        for (const type of INTERACTION_TYPES) writer.varint(tally[type])
        await turn()
      }
    }
    return writer.take()
  },

  async unpack(bytes) {
    const reader = readerOf(bytes)
    const turn = takeTurns()
    const span = { from: reader.varint(), to: reader.varint() }
    const lists: Tally[][] = []
    for (let list = 0; list < 2; list++) {
      const tallies: Tally[] = []
      for (let left = reader.varint(); left > 0; left--) {
        tallies.push(readTally(reader))
        await turn()
      }
      lists.push(tallies)
    }
    const [sent = [], received = []] = lists
    return { span, tallies: { sent, received, both: mergeTallies(sent, received) } }
  },
}

function readTally(reader: ReturnType<typeof readerOf>): Tally {
  const head = { partner: reader.varint(), characters: reader.varint(), last: reader.varint() }
  const counts: TypeCounts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
  let total = 0
  for (const type of INTERACTION_TYPES) {
    counts[type] = reader.varint()
    total += counts[type]
  }
  return { ...head, ...counts, total }
}
