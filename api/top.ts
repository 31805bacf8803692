import { readHidden } from '@orrery/shared/account-status'
import type { Shown, TimeWindow } from '@orrery/shared/circle'
import { keys } from '@orrery/shared/keys'
import {
  readTopList,
  type TopOrder,
  type TopRow,
  type TopSide,
  type TopType,
  topHourOf,
} from '@orrery/shared/top-list'
import { unknownProfile } from './circle.ts'
import type { ReadProfiles } from './profiles.ts'
import { Refusal } from './refusal.ts'
import { shownOf } from './shown.ts'
import type { Stored } from './stored.ts'
import type { TopQuery } from './top-query.ts'
import { windowOf } from './window.ts'

/** `partners` is null for blocks: who blocked whom is nobody's business. */
export type RankedAccount = Shown & { rank: number; count: number; partners: number | null }

export type TopAnswer = {
  type: TopType
  side: TopSide
  window: TimeWindow
  by: TopOrder
  /** A time that asks for the same hour again. */
  at: string
  rows: RankedAccount[]
}

/**
 * The newest list, or the last one of an hour that is over. Accounts that are not active are left out
 * as they are now, not as they were then.
 * @throws Refusal where there is no such list
 */
export async function topAnswerOf(
  { stored, readProfiles }: { stored: Stored; readProfiles: ReadProfiles },
  { type, side, window, by, at, bots, limit }: TopQuery,
): Promise<TopAnswer> {
  const { store, documents } = stored
  const newest = Number((await store.redis.hGet(keys.top, 'newest')) ?? 0)
  const hour = topHourOf(at === undefined ? newest : at + 1)
  const list = await readTopList(documents, hour, { window, type, side })
  if (list === undefined)
    throw new Refusal(404, 'ListNotFound', 'There is no list of this hour, not yet or no more.')
  const visible = await visibleOf(stored, list[by])
  const rows: RankedAccount[] = []
  for (let next = 0; rows.length < limit && next < visible.length; next += limit) {
    const some = visible.slice(next, next + limit)
    const profiles = await readProfiles(
      stored,
      some.map(({ did }) => did),
    )
    for (const { did, count, partners } of some) {
      const profile = profiles.get(did) ?? unknownProfile(did)
      if (rows.length === limit || (profile.bot && !bots)) continue
      const figures = { count, partners: type === 'block' ? null : partners }
      rows.push({ rank: rows.length + 1, ...shownOf(profile), ...figures })
    }
  }
  return { type, side, window: windowOf(list), by, at: new Date(hour).toISOString(), rows }
}

async function visibleOf({ store }: Stored, rows: TopRow[]): Promise<(TopRow & { did: string })[]> {
  const accounts = rows.map(({ account }) => account)
  const [hidden, dids] = await Promise.all([
    readHidden(store, accounts),
    store.accounts.didsOf(accounts),
  ])
  return rows.flatMap((row) => {
    const did = dids.get(row.account)
    return did === undefined || hidden.has(row.account) ? [] : [{ ...row, did }]
  })
}
