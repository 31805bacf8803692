import { EventEmitter, once } from 'node:events'
import { z } from 'zod'
import { type Client, fail } from './jetstream-client.ts'
import type { ClockedLog } from './jetstream-clock.ts'
import { type Dictionary, successorOf } from './jetstream-dictionary.ts'

/**
 * What can be done to a server, in its process or as the body of `POST /demo/faults`:
 * - `serve` ends `refuse` (503 for who comes), `silence` (sockets are open, and pings answered, but
 *   nothing is sent) and `stall` (nothing is read or sent, and no handshake answered);
 * - `cut` ends every connection without a close frame, `close` with one, and `fail` with an error
 *   frame where the wire has such;
 * - `jumpClock` changes the times of all that a log takes in from then on, forwards or back;
 * - `forget` refuses to replay what is older than a time, or leaves it out, as the wire has it;
 * - `retireDictionary` gives the dictionary another id.
 */
export const faultSchema = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['serve', 'refuse', 'silence', 'stall', 'cut', 'retireDictionary']) }),
  z.object({ do: z.literal('close'), code: z.int().default(1001), reason: z.string().default('') }),
  z.object({ do: z.literal('fail'), error: z.string(), message: z.string().default('') }),
  z.object({ do: z.literal('jumpClock'), byUs: z.int() }),
  z.object({ do: z.literal('forget'), beforeUs: z.int() }),
])

export type Fault = z.input<typeof faultSchema>

export type Faults = {
  inflict(fault: Fault): void
  refuses(): boolean
  stalls(): boolean
  /** Resolves when events may be sent again, and when the signal aborts. */
  untilServing(signal?: AbortSignal): Promise<void>
  /** Nothing from before this time is replayed. */
  sinceUs(): number
  dictionary(): Dictionary
}

export function createFaults(
  clients: Iterable<Client>,
  log: ClockedLog,
  firstDictionary: Dictionary,
): Faults {
  const changed = new EventEmitter().setMaxListeners(0)
  let behaviour: 'serve' | 'refuse' | 'silence' | 'stall' = 'serve'
  let sinceUs = -Infinity
  let dictionary = firstDictionary

  function behave(next: typeof behaviour) {
    behaviour = next
    for (const { socket } of clients) next === 'stall' ? socket.pause() : socket.resume()
    changed.emit('change')
  }

  return {
    inflict(given) {
      const fault = faultSchema.parse(given)
      switch (fault.do) {
        case 'jumpClock':
          return log.jump(fault.byUs)
        case 'forget':
          sinceUs = fault.beforeUs
          return
        case 'retireDictionary':
          dictionary = successorOf(dictionary)
          return
        case 'cut':
          for (const { socket } of clients) socket.terminate()
          return
        case 'close':
          for (const { socket } of clients) socket.close(fault.code, fault.reason)
          return
        case 'fail':
          for (const client of clients) fail(client, fault.error, fault.message)
          return
        default:
          behave(fault.do)
      }
    },
    refuses: () => behaviour === 'refuse',
    stalls: () => behaviour === 'stall',
    async untilServing(signal) {
      while (!signal?.aborted && (behaviour === 'silence' || behaviour === 'stall')) {
        await once(changed, 'change', { signal }).catch((error) => {
          if (!signal?.aborted) throw error
        })
      }
    },
    sinceUs: () => sinceUs,
    dictionary: () => dictionary,
  }
}
