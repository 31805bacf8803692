import type { AnswerTo } from '@orrery/shared/client'
import { readCall } from './api.ts'

type Collection = AnswerTo<'/collections'>['collections'][number]

const PAGE = 200
/** As many names as there are on the network, several times over. */
const MOST_PAGES = 250
/** For how long (milliseconds) a list serves all who ask. */
const KEPT = 60_000
/** How many names and points one question about series may have. */
const MOST_NAMES = 100
const MOST_POINTS = 2500

const lists = new Map<string, { at: number; list: Promise<Collection[]> }>()

/** Every collection that was written to since a time, or ever. */
export function readAllCollections(since: string | undefined, now: number): Promise<Collection[]> {
  for (const [key, { at }] of lists) if (now - at > KEPT) lists.delete(key)
  const key = since ?? ''
  const known = lists.get(key)
  if (known) return known.list
  const list = readPages(since)
  list.catch(() => lists.delete(key))
  lists.set(key, { at: now, list })
  return list
}

async function readPages(since: string | undefined): Promise<Collection[]> {
  const all: Collection[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await readCall('/collections', {
      limit: PAGE,
      ...(since && { since }),
      ...(cursor && { cursor }),
    })
    all.push(...answer.collections)
    if (answer.cursor === null) break
    cursor = answer.cursor
  }
  return all
}

/** How many records of each collection were created, step by step; steps are in seconds. */
export async function readCreated(
  nsids: string[],
  { since, step, points }: { since: string; step: number; points: number },
): Promise<Map<string, number[]>> {
  const size = Math.min(MOST_NAMES, Math.floor(MOST_POINTS / points))
  const parts = Array.from({ length: Math.ceil(nsids.length / size) }, (_, index) =>
    nsids.slice(index * size, (index + 1) * size),
  )
  const answers = await Promise.all(
    parts.map((collection) => readCall('/timeseries', { collection, since, step })),
  )
  return new Map(
    answers.flatMap(({ series }) =>
      Object.entries(series).map(([nsid, counts]) => [nsid, counts.map(({ creates }) => creates)]),
    ),
  )
}
