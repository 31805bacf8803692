import { openStatusBlocks, type StatusBlocks } from '@orrery/shared/account-status'
import { sideOf } from '@orrery/shared/history'
import type { Store } from '@orrery/shared/store'
import {
  TOP_ORDERS,
  TOP_WINDOWS,
  type TopOrder,
  type TopRow,
  type TopSide,
  type TopWindow,
} from '@orrery/shared/top-list'
import { type FoundBlock, readGroup, type TopReading } from './top-groups.ts'
import { countPassed, FIGURES, type Passed, partnersIn, sumPartners } from './top-passed.ts'
import { createRanking, type Ranking } from './top-ranking.ts'

/** How many keys are asked for at once, and with them how much is in memory. */
const KEYS_AT_ONCE = 256

export type InteractionType = (typeof FIGURES)[number]
type Orders<Each> = Record<TopOrder, Each>
export type InteractionLists = Record<
  TopWindow,
  Record<TopSide, Record<InteractionType, Orders<Ranking>>>
>

/**
 * Ranks all accounts by what passed in the windows. Exact, whatever the order in which accounts come:
 * how many interactions an account has is counted first, and only where that could be enough for a
 * place are its partners looked at. What hidden accounts made, or was made with them, does not count.
 * @param onBlocks is given the blocks that the records on the way tell of
 */
export async function rankInteractions(
  reading: TopReading,
  places: number,
  onBlocks: (blocks: FoundBlock[], statuses: StatusBlocks) => Promise<void>,
  signal: AbortSignal,
): Promise<InteractionLists> {
  const { store, groups, keysInGroup } = reading
  const lists = createLists(places)
  const statuses = openStatusBlocks(store)
  const atOnce = Math.max(1, Math.floor(KEYS_AT_ONCE / keysInGroup))
  for (let next = 0; next < groups; next += atOnce) {
    signal.throwIfAborted()
    const some = Array.from({ length: Math.min(atOnce, groups - next) }, (_, at) => next + at)
    await Promise.all(
      some.map(async (group) => {
        const { passed, blocks } = await readGroup(reading, group)
        for (const window of TOP_WINDOWS) {
          await rankSides(store, statuses, passed[window], lists[window])
        }
        await onBlocks(blocks, statuses)
      }),
    )
  }
  return lists
}

async function rankSides(
  store: Store,
  statuses: StatusBlocks,
  sides: Map<number, Passed>,
  lists: InteractionLists[TopWindow],
): Promise<void> {
  const contenders = Array.from(sides).filter(([side, passed]) =>
    isContender(countPassed(passed), lists[nameOfSide(side)]),
  )
  const found: (TopRow & { side: TopSide; type: InteractionType })[] = []
  for (const [number, passed] of contenders) {
    const account = Math.floor(number / 2)
    const side = nameOfSide(number)
    const byPartner = partnersIn(passed)
    const hidden = await statuses.hiddenAmong(new Set([account, ...byPartner.keys()]))
    if (hidden.has(account)) continue
    for (const partner of hidden.keys()) byPartner.delete(partner)
    const { counts, partners } = sumPartners(byPartner.values())
    for (const [place, type] of FIGURES.entries()) {
      const row = { account, count: counts[place] ?? 0, partners: partners[place] ?? 0 }
      if (mayTake(lists[side][type], row)) found.push({ ...row, side, type })
    }
  }
  const dids = await store.accounts.didsOf(found.map(({ account }) => account))
  for (const { side, type, ...row } of found) {
    const did = dids.get(row.account)
    if (did === undefined) continue
    for (const order of TOP_ORDERS) lists[side][type][order].offer({ ...row, did })
  }
}

/** There are no more partners than interactions, so that these bound both figures. */
function isContender(counts: number[], lists: InteractionLists[TopWindow][TopSide]): boolean {
  return FIGURES.some((type, place) => {
    const count = counts[place] ?? 0
    return count >= Math.min(lists[type].count.floor(), lists[type].partners.floor())
  })
}

function mayTake(orders: Orders<Ranking>, row: TopRow): boolean {
  return TOP_ORDERS.some((order) => orders[order].mayTake(row))
}

function nameOfSide(side: number): TopSide {
  return side === sideOf(Math.floor(side / 2), 'sent') ? 'author' : 'subject'
}

function createLists(places: number): InteractionLists {
  const orders = () => ({
    count: createRanking('count', places),
    partners: createRanking('partners', places),
  })
  const types = () =>
    Object.fromEntries(FIGURES.map((type) => [type, orders()])) as Record<
      InteractionType,
      Orders<Ranking>
    >
  const sides = () => ({ author: types(), subject: types() })
  return { '24h': sides(), '1h': sides() }
}
