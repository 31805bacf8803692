import { readHidden, type StatusBlocks } from '@orrery/shared/account-status'
import type { Span } from '@orrery/shared/members'
import { startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { TOP_SIDES, type TopSide, type TopWindow } from '@orrery/shared/top-list'
import {
  addBlocks,
  addVisible,
  BLOCK_PARTS,
  type BlocksByAccount,
  readCountedBlocks,
} from './top-blocks.ts'
import type { FoundBlock } from './top-groups.ts'
import { createRanking, type Ranking } from './top-ranking.ts'

type Spans = Record<TopWindow, Span>

export type BlockLists = Record<TopWindow, Record<TopSide, { count: Ranking; partners?: Ranking }>>

/** Counts the blocks of the last hour, and those of the running hour, which nobody counted before. */
export function collectBlocks(spans: Spans) {
  const found: Record<TopWindow, BlocksByAccount> = { '24h': new Map(), '1h': new Map() }
  const uncounted = startOf(spans['24h'].to, 'hour')

  async function add(blocks: FoundBlock[], statuses: StatusBlocks): Promise<void> {
    const past = blocks.filter(({ time }) => time < spans['24h'].to)
    const recent = past.filter(({ time }) => time >= spans['1h'].from)
    await addVisible(found['1h'], recent, statuses)
    const running = past.filter(({ time }) => time >= uncounted)
    await addVisible(found['24h'], running, statuses)
  }

  return { found, add }
}

/** Ranks accounts by the blocks that were found and, in the longer window, those counted before. */
export async function rankBlocks(
  store: Store,
  spans: Spans,
  found: Record<TopWindow, BlocksByAccount>,
  places: number,
  signal: AbortSignal,
): Promise<BlockLists> {
  const sides = () => ({
    author: { count: createRanking('count', places) },
    subject: { count: createRanking('count', places) },
  })
  const lists = { '24h': sides(), '1h': sides() }
  const counted = { from: spans['24h'].from, to: startOf(spans['24h'].to, 'hour') }
  for (let part = 0; part < BLOCK_PARTS; part++) {
    signal.throwIfAborted()
    const day = await readCountedBlocks(store, counted, part)
    for (const [account, blocks] of found['24h']) {
      if (account % BLOCK_PARTS === part) addBlocks(day, account, blocks)
    }
    await rankPart(store, day, lists['24h'])
  }
  await rankPart(store, found['1h'], lists['1h'])
  return lists
}

async function rankPart(
  store: Store,
  blocks: BlocksByAccount,
  lists: BlockLists[TopWindow],
): Promise<void> {
  const rows = Array.from(blocks).flatMap(([account, { made, got }]) =>
    TOP_SIDES.map((side) => {
      return { side, account, count: side === 'author' ? made : got, partners: 0 }
    }),
  )
  const contenders = rows.filter(({ side, ...row }) => lists[side].count.mayTake(row))
  const accounts = contenders.map(({ account }) => account)
  const [hidden, dids] = await Promise.all([
    readHidden(store, accounts),
    store.accounts.didsOf(accounts),
  ])
  for (const { side, ...row } of contenders) {
    const did = dids.get(row.account)
    if (did !== undefined && !hidden.has(row.account)) lists[side].count.offer({ ...row, did })
  }
}
