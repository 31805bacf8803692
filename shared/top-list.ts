import { z } from 'zod'
import { createWriter, readerOf } from './bytes.ts'
import type { Documents } from './documents.ts'
import { INTERACTION_TYPES } from './interaction.ts'
import { keys } from './keys.ts'
import type { Span } from './members.ts'
import { HOUR } from './step.ts'

export const TOP_WINDOWS = ['24h', '1h'] as const
export const TOP_SIDES = ['author', 'subject'] as const
export const TOP_ORDERS = ['count', 'partners'] as const
/** What is counted: interactions of a type, those of all types together, or blocks. */
export const TOP_TYPES = [...INTERACTION_TYPES, 'all', 'block'] as const

export type TopWindow = (typeof TOP_WINDOWS)[number]
/** Whether accounts are listed for what they did, or for what others did to them. */
export type TopSide = (typeof TOP_SIDES)[number]
export type TopOrder = (typeof TOP_ORDERS)[number]
export type TopType = (typeof TOP_TYPES)[number]

/**
 * An account number, how many interactions it has, and with how many different accounts; of blocks
 * that is not known, and 0.
 */
export type TopRow = { account: number; count: number; partners: number }

/** Which list; there is one for each hour. */
export type TopName = { window: TopWindow; type: TopType; side: TopSide }

/** The strongest accounts of a span in both orders, more than are shown. */
export type TopList = Span & Record<TopOrder, TopRow[]>

/**
 * The hour that a list belongs to which ends with a moment, both in milliseconds. The last list of an
 * hour ends with it.
 */
export function topHourOf(to: number): number {
  return Math.floor((to - 1) / HOUR) * HOUR
}

export async function readTopList(
  documents: Documents,
  hour: number,
  name: TopName,
): Promise<TopList | undefined> {
  const found = await documents.get(keyOf(hour, name), document)
  return found && { ...found, count: unpackRows(found.count), partners: unpackRows(found.partners) }
}

/** Takes the place of the list that the hour had. */
export async function writeTopList(
  documents: Documents,
  name: TopName,
  { from, to, count, partners }: TopList,
  ttlSeconds: number,
): Promise<void> {
  const packed = { from, to, count: packRows(count), partners: packRows(partners) }
  await documents.set(keyOf(topHourOf(to), name), packed, ttlSeconds)
}

/** The rows are packed, a fourth of what they would take as JSON. */
const document = z.object({
  from: z.number(),
  to: z.number(),
  count: z.string(),
  partners: z.string(),
})

const writer = createWriter()

function packRows(rows: TopRow[]): string {
  for (const { account, count, partners } of rows) {
    writer.varint(account).varint(count).varint(partners)
  }
  return writer.take().toString('base64')
}

function unpackRows(packed: string): TopRow[] {
  const from = readerOf(Buffer.from(packed, 'base64'))
  const rows: TopRow[] = []
  while (!from.ended) {
    rows.push({ account: from.varint(), count: from.varint(), partners: from.varint() })
  }
  return rows
}

function keyOf(hour: number, { window, type, side }: TopName): string {
  return keys.topList(window, hour / HOUR, type, side)
}
