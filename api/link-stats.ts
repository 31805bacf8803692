import { type LinkStats, readLinkStats } from '@orrery/shared/link-stats'
import { DAY } from '@orrery/shared/step'
import { keepAnswers } from './kept-answers.ts'
import type { LinkSources } from './link-subjects.ts'
import { answerOnce, jsonForm } from './shared-answers.ts'

const HELP =
  'Who links to what on the atproto network: /xrpc/blue.microcosm.links.getBacklinks?subject=…&source=…'

const KEPT = 15_000
const STALE = 15_000
/** From so many records on they are not counted again for everybody who asks. */
const COSTLY = 100_000
const form = jsonForm<LinkStats>()

/** What is said of the whole index. */
export type IndexStats = {
  help: string
  days_indexed: number | null
  stats: {
    dids: number
    targetables: number
    linking_records: number
    /** In microseconds. */
    started_at: number | null
    other_data: Record<string, number>
  }
}

/** Gives the statistics, and with them from when on the index is complete. */
export function openIndexStats() {
  const sizeOf = ({ linkingRecords }: LinkStats) => (linkingRecords < COSTLY ? 0 : 1)
  const keep = keepAnswers(KEPT, 1, sizeOf, { stale: STALE, cache: 'index' })

  return async ({ store, now }: LinkSources) => {
    const read = () => readLinkStats(store, now)
    const shared = { redis: store.redis, name: 'index stats', form, now }
    const stats = await keep('', now, (isCostly) => (isCostly ? answerOnce(shared, read) : read()))
    return { answer: answerOf(stats, now), completeSince: stats.completeSince }
  }
}

function answerOf(
  { dids, targetables, linkingRecords, startedAt }: LinkStats,
  now: number,
): IndexStats {
  const started = startedAt === undefined ? null : startedAt * 1000
  return {
    help: HELP,
    days_indexed: startedAt === undefined ? null : Math.floor((now - startedAt) / DAY),
    stats: {
      dids,
      targetables,
      linking_records: linkingRecords,
      started_at: started,
      other_data: {},
    },
  }
}
