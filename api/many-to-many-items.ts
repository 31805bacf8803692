import { type ItemsEnd, itemsCursor } from './link-cursor.ts'
import type { Asked, ItemsQuery } from './link-parameters.ts'
import { questionOf } from './link-question.ts'
import { findTargets, type LinkSources } from './link-subjects.ts'
import { type LinkingRecord, linkingRecordsOf } from './linking-records.ts'
import { isSameRecord, type Join, joinedRecords } from './many-to-many.ts'
import { targetKey, targetTexts } from './target-text.ts'

export type ItemsAnswer = {
  items: { linkRecord: LinkingRecord; otherSubject: string }[]
  cursor: string | null
}

/** A page of what else the records that link to the subject link to, oldest first. */
export async function itemsAnswerOf(
  from: LinkSources,
  asked: Asked,
  query: ItemsQuery,
): Promise<ItemsAnswer> {
  const { store } = from
  const [question, others] = await Promise.all([
    questionOf(from, asked, { ...query, did: query.linkDid }),
    query.otherSubject && findTargets(from, query.otherSubject),
  ])
  const join = { ...question, pathToOther: query.pathToOther, others }
  const found = await Array.fromAsync(firstItems(from, join, query))
  const page = found.slice(0, query.limit)
  const last = found.length > query.limit ? page.at(-1) : undefined
  const links = page.map(({ link }) => link)
  const [records, texts] = await Promise.all([
    linkingRecordsOf(store, join.source.collection, links, query.hydrate),
    targetTexts(
      store,
      page.map(({ other }) => other),
    ),
  ])
  const items = page.flatMap(({ other }, index) => {
    const [linkRecord, otherSubject] = [records[index], texts.get(targetKey(other))]
    return linkRecord && otherSubject ? { linkRecord, otherSubject } : []
  })
  return { items, cursor: last ? itemsCursor.write(last) : null }
}

const LINKS_AT_ONCE = 100

type Item = ItemsEnd & { other: Join['targets'][number] }

/** One more than is asked for, where there are more. */
async function* firstItems(
  { store }: LinkSources,
  join: Join,
  { cursor, reverse, limit }: ItemsQuery,
): AsyncGenerator<Item> {
  const order = reverse ? 'newest' : 'oldest'
  const records = joinedRecords(store, join, {
    order,
    end: cursor?.link,
    atOnce: Math.max(limit + 1, LINKS_AT_ONCE),
  })
  let count = 0
  for await (const { link, others } of records) {
    const given = cursor && isSameRecord(cursor.link, link) ? cursor.given : 0
    for (const [index, other] of others.entries()) {
      if (index < given) continue
      yield { link, given: index + 1, other }
      if (++count > limit) return
    }
  }
}
