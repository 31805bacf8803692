import { noCounts } from '@orrery/shared/collection-counts'
import type { HourSpan } from '@orrery/shared/collection-spans'
import {
  estimateAccounts,
  readSpan,
  readTotalsState,
  type TotalsState,
} from '@orrery/shared/collection-totals'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { type CountsAnswer, countsAnswer } from './collection-entries.ts'
import { badRequest } from './refusal.ts'

type Asked = { names: string[]; span: HourSpan }

/** What was done to each of the collections in the span. */
export async function collectionStatsOf(
  store: Store,
  asked: Asked,
): Promise<Record<string, CountsAnswer>> {
  return Object.fromEntries(await countsIn(store, await readTotalsState(store), asked))
}

const MOST_POINTS = 2500

/** The same step by step; `step` is in hours and the last one may be cut short. */
export async function collectionSeriesOf(
  store: Store,
  { names, span, step }: Asked & { step: number },
) {
  const count = Math.ceil((span.to - span.from) / step)
  if (count * names.length > MOST_POINTS) {
    throw badRequest(`step: expected one that gives at most ${MOST_POINTS} points.`)
  }
  const state = await readTotalsState(store)
  const starts = Array.from({ length: count }, (_, index) => span.from + index * step)
  const points = await Promise.all(
    starts.map((from) => {
      return countsIn(store, state, { names, span: { from, to: Math.min(from + step, span.to) } })
    }),
  )
  return {
    range: starts.map((hour) => new Date(hour * HOUR).toISOString()),
    series: Object.fromEntries(
      names.map((name) => [name, points.flatMap((point) => point.get(name) ?? [])]),
    ),
  }
}

async function countsIn(
  store: Store,
  state: TotalsState | undefined,
  { names, span }: Asked,
): Promise<Map<string, CountsAnswer>> {
  const counts = state && (await readSpan(store, state, span, names))
  const answers = names.map(async (name) => {
    const each = counts?.get(name)
    if (!state || !each) return [name, countsAnswer(noCounts(), 0)] as const
    const asked = { names: [name], span, most: each.accounts }
    return [name, countsAnswer(each, await estimateAccounts(store.redis, state, asked))] as const
  })
  return new Map(await Promise.all(answers))
}

/** How the counting fares, in the words of UFOs; times are microseconds. */
export async function collectionMetaOf({ redis, layout }: Store) {
  const [state, feed, memory, keysHeld] = await Promise.all([
    readTotalsState({ redis, layout }),
    redis.hmGet(keys.feed, ['url', 'time_us']),
    usedMemory(redis),
    redis.hLen(keys.collectionTotals),
  ])
  const [endpoint, latest] = feed
  const through = state ? state.through * HOUR * 1000 : null
  return {
    storage_name: 'redis',
    storage: {
      keyspace_disk_space: memory,
      keyspace_journal_count: layout.partitions,
      keyspace_sequence: keysHeld,
      rollup_cursor: through,
    },
    consumer: {
      jetstream: {
        endpoint: endpoint ?? null,
        started_at: state ? state.first * HOUR * 1000 : null,
        latest_cursor: latest ? Number(latest) : null,
        rollup_cursor: through,
      },
    },
  }
}

/** In bytes, of all nodes; null where the server does not tell. */
async function usedMemory(redis: Store['redis']): Promise<number | null> {
  const nodes = await redis.nodes()
  const told = await Promise.all(nodes.map((node) => node.info('memory').catch(() => '')))
  const bytes = told.map((text) => Number(/^used_memory:(\d+)/m.exec(text)?.[1]))
  const sum = bytes.reduce((all, each) => all + each, 0)
  return Number.isNaN(sum) ? null : sum
}
