import type { Documents } from '@orrery/shared/documents'
import { keys } from '@orrery/shared/keys'
import type { Span } from '@orrery/shared/members'
import { DAY, HOUR, startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import {
  TOP_SIDES,
  TOP_TYPES,
  TOP_WINDOWS,
  type TopWindow,
  topHourOf,
  writeTopList,
} from '@orrery/shared/top-list'
import { collectBlocks, rankBlocks } from './top-block-lists.ts'
import { countBlocks } from './top-blocks.ts'
import { planReading } from './top-groups.ts'
import { rankInteractions } from './top-interactions.ts'

/** So many times what a run took are between its beginning and that of the next. */
const SHARE = 8
/** More than are shown, so that some can be left out. */
const PLACES = 300

export type TopLists = {
  store: Store
  documents: Documents
  historyDays: number
  /** How long the lists are. */
  places?: number
}

/**
 * The job: writes the lists of this moment in the place of those that the hour had. A list ends with a
 * whole minute. That of the moment when an hour ends is the last of the hour, of 24 or of one whole
 * hour; it stays for as long as history by the hour. Repeat-safe.
 *
 * Exact but for what is deleted after its hour was counted: that goes when its hour is counted again
 * (see `countHistory` and `countBlocks`). The most costly run of an hour takes about a second of CPU
 * for each million interactions of a day, 27 for the whole network's 27 million (`npm run bench -- top`).
 * @returns how many rows the lists have
 */
export async function writeTopLists(
  { store, documents, historyDays, places = PLACES }: TopLists,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const to = startOf(now, 'minute')
  const began = performance.now()
  if (!(await isDue(store, to))) return 0
  const spans = topSpansOf(to)
  await countBlocks(store, startOf(to, 'hour'), now, signal)

  const blocks = collectBlocks(spans)
  const reading = await planReading(store, spans)
  const interactions = await rankInteractions(reading, places, blocks.add, signal)
  const blockLists = await rankBlocks(store, spans, blocks.found, places, signal)

  const ttl = Math.ceil((topHourOf(to) + HOUR + historyDays * DAY - now) / 1000)
  const written = TOP_WINDOWS.flatMap((window) =>
    TOP_SIDES.flatMap((side) =>
      TOP_TYPES.map(async (type) => {
        const rankings =
          type === 'block' ? blockLists[window][side] : interactions[window][side][type]
        const count = rankings.count.rows()
        const partners = rankings.partners?.rows() ?? []
        const list = { ...spans[window], count, partners }
        await writeTopList(documents, { window, type, side }, list, ttl)
        return count.length + partners.length
      }),
    ),
  )
  const rows = await Promise.all(written)
  const took = Math.round(performance.now() - began)
  await store.redis.hSet(keys.top, { newest: String(to), took: String(took) })
  return rows.reduce((sum, each) => sum + each, 0)
}

/** Every minute, or less often where a run takes long; but always when an hour has ended. */
async function isDue({ redis }: Store, to: number): Promise<boolean> {
  const [newest, took] = await redis.hmGet(keys.top, ['newest', 'took'])
  const age = to - Number(newest ?? 0)
  return to % HOUR === 0 || age < 0 || age >= Number(took ?? 0) * SHARE
}

/** The last 60 minutes, and the 24 UTC hours of which the last is not over or ends just then. */
export function topSpansOf(to: number): Record<TopWindow, Span> {
  return { '24h': { from: topHourOf(to) + HOUR - DAY, to }, '1h': { from: to - HOUR, to } }
}
