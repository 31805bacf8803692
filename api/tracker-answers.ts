import { DAY } from '@orrery/shared/step'
import type { TopSide, TopType } from '@orrery/shared/top-list'
import { z } from 'zod'
import { type Actor, parseActor } from './actor.ts'
import { interactionListsOf, type Sources } from './answers.ts'
import { interactionsQuery, readQuery } from './parameters.ts'
import { Refusal } from './refusal.ts'
import { type RankedAccount, type TopAnswer, topAnswerOf } from './top.ts'

/** Counts as the tracker before this one told them; `p` is posts of any kind, `c` their characters. */
export type TrackerRow = { _id: string; l: number; r: number; p: number; c: number; t: number }

export type TrackerInteractions = {
  did: string
  handle: string | null
  interactions: { sent: TrackerRow[]; rcvd: TrackerRow[] }
}

export type TrackerItem = {
  _id: string
  count: number
  profile: { handle: string; display_name: string; avatar: string | null } | null
}

export type TrackerTop = {
  _id: string
  name: string
  data: { key: string; subkey?: string; items: TrackerItem[] }[]
}

const WEEK = 7 * DAY
/** The strongest of each direction, after all their types were put together. */
const MOST_PARTNERS = 1000
const ROWS = 100
/** Some who are listed are not shown. */
const SPARE_ROWS = 25
/** Posts are the sum of lists that go as far as this. */
const STORED_ROWS = 300

const asked = z.object({ handle: z.string() })

/** @throws Refusal where the body does not name an account */
export function readTrackerActor(body: unknown): Actor {
  const { data } = asked.safeParse(body)
  const actor = data && parseActor(data.handle.trim())
  if (actor === undefined) {
    throw new Refusal(400, 'InvalidRequest', 'handle: expected a DID or a handle.')
  }
  return actor
}

export async function trackerInteractionsOf(
  sources: Sources,
  actor: Actor,
): Promise<TrackerInteractions> {
  const query = { ...readQuery(interactionsQuery, {}), window: WEEK, limit: MOST_PARTNERS }
  const { head, lists, toRow } = await interactionListsOf(sources, actor, query)
  const rowsOf = (list: typeof lists.sent): TrackerRow[] =>
    list.map(toRow).flatMap(({ did, like, repost, total, characters }) => {
      if (did === null) return []
      return [{ _id: did, l: like, r: repost, p: total - like - repost, c: characters, t: total }]
    })
  const { did, handle } = head
  return { did, handle, interactions: { sent: rowsOf(lists.sent), rcvd: rowsOf(lists.received) } }
}

const KINDS: Record<string, readonly TopType[]> = {
  like: ['like'],
  repost: ['repost'],
  post: ['reply', 'quote', 'post'],
}
const SIDES: readonly TopSide[] = ['author', 'subject']

/** Null where there are no lists yet. */
export async function trackerTopInteractionsOf(sources: Sources): Promise<TrackerTop | null> {
  const parts = Object.entries(KINDS).flatMap(([key, types]) =>
    SIDES.map(async (side) => {
      const lists = await Promise.all(types.map((type) => listOf(sources, type, side)))
      const items = itemsOf(lists.flatMap((list) => list?.rows ?? []))
      return { at: lists[0]?.window.to, part: { key, subkey: side, items } }
    }),
  )
  return topOf('top_interactions', await Promise.all(parts))
}

/** Null where there are no lists yet. */
export async function trackerTopBlocksOf(sources: Sources): Promise<TrackerTop | null> {
  const parts = SIDES.map(async (side) => {
    const list = await listOf(sources, 'block', side)
    return { at: list?.window.to, part: { key: side, items: itemsOf(list?.rows ?? []) } }
  })
  return topOf('top_blocks', await Promise.all(parts))
}

function topOf(
  name: string,
  parts: { at: string | undefined; part: TrackerTop['data'][number] }[],
): TrackerTop | null {
  const at = parts.find((each) => each.at !== undefined)?.at
  return at === undefined ? null : { _id: at, name, data: parts.map(({ part }) => part) }
}

async function listOf(
  sources: Sources,
  type: TopType,
  side: TopSide,
): Promise<TopAnswer | undefined> {
  const limit = KINDS.post?.includes(type) ? STORED_ROWS : ROWS + SPARE_ROWS
  const query = {
    type,
    side,
    window: '24h',
    by: 'count',
    at: undefined,
    bots: true,
    limit,
  } as const
  return topAnswerOf(sources, query).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'ListNotFound') return undefined
    throw error
  })
}

/** The counts of each account put together; nobody who does not want to be shown. */
function itemsOf(rows: readonly RankedAccount[]): TrackerItem[] {
  const items = new Map<string, TrackerItem>()
  for (const { did, handle, displayName, avatar, count } of rows) {
    if (did === null) continue
    const profile = handle === null ? null : { handle, display_name: displayName ?? '', avatar }
    const earlier = items.get(did)?.count ?? 0
    items.set(did, { _id: did, count: earlier + count, profile })
  }
  return Array.from(items.values())
    .sort((a, b) => b.count - a.count || (a._id < b._id ? -1 : 1))
    .slice(0, ROWS)
}
