import type { Store } from '@orrery/shared/store'
import { keepAnswers } from './kept-answers.ts'
import { subjectsCursor } from './link-cursor.ts'
import type { Asked, OtherCountsQuery } from './link-parameters.ts'
import { questionOf } from './link-question.ts'
import { findTargets, type LinkSources } from './link-subjects.ts'
import { type Join, joinedRecords } from './many-to-many.ts'
import { answerOnce, jsonForm } from './shared-answers.ts'
import { targetKey, targetTexts } from './target-text.ts'
import { sortInTurns } from './turns.ts'

/** Of how many records, and of how many accounts, another subject is the first. */
export type OtherCount = { subject: string; total: number; distinct: number }

export type OtherCountsAnswer = { counts_by_other_subject: OtherCount[]; cursor: string | null }

const KEPT = 15_000
const STALE = 15_000
/** How many subjects are kept counted at a time, and from how many records on that is worth it. */
const ROOM = 500_000
const COSTLY = 2000
const AT_ONCE = 1000
const form = jsonForm<OtherCount[]>()

/** Counts by other subjects, in the order of their texts; large ones are kept for some seconds. */
export function openOtherCounts() {
  const keep = keepAnswers<OtherCount[]>(KEPT, ROOM, sizeOf, {
    stale: STALE,
    cache: 'many to many',
  })

  return async (
    from: LinkSources,
    asked: Asked,
    query: OtherCountsQuery,
  ): Promise<OtherCountsAnswer> => {
    const { pathToOther, otherSubject, did, since, until, limit, reverse, cursor } = query
    const key = JSON.stringify([asked, pathToOther, otherSubject, did, since, until])
    const count = async () => {
      const [question, others] = await Promise.all([
        questionOf(from, asked, query),
        otherSubject && findTargets(from, otherSubject),
      ])
      return countOthers(from.store, { ...question, pathToOther, others })
    }
    const shared = { redis: from.store.redis, name: `others ${key}`, form, now: from.now }
    const counts = await keep(key, from.now, (isCostly) =>
      isCostly ? answerOnce(shared, count) : count(),
    )
    const rest = reverse
      ? counts.filter(({ subject }) => cursor === undefined || subject < cursor).reverse()
      : counts.filter(({ subject }) => cursor === undefined || subject > cursor)
    const page = rest.slice(0, limit)
    const last = rest.length > limit ? page.at(-1) : undefined
    return {
      counts_by_other_subject: page,
      cursor: last ? subjectsCursor.write(last.subject) : null,
    }
  }
}

function sizeOf(counts: OtherCount[]): number {
  const records = counts.reduce((sum, { total }) => sum + total, 0)
  return records < COSTLY ? 0 : counts.length
}

async function countOthers(store: Store, join: Join): Promise<OtherCount[]> {
  const groups = new Map<
    string,
    { target: Join['targets'][number]; total: number; authors: Set<number> }
  >()
  for await (const { link, others } of joinedRecords(store, join, {
    order: 'oldest',
    atOnce: AT_ONCE,
  })) {
    const [target] = others
    if (target === undefined) continue
    const key = targetKey(target)
    const group = groups.get(key) ?? { target, total: 0, authors: new Set() }
    group.total++
    group.authors.add(link.author)
    groups.set(key, group)
  }
  const texts = await targetTexts(
    store,
    Array.from(groups.values(), ({ target }) => target),
  )
  const counts = Array.from(groups).flatMap(([key, { total, authors }]) => {
    const subject = texts.get(key)
    return subject === undefined ? [] : { subject, total, distinct: authors.size }
  })
  return sortInTurns(counts, (a, b) => (a.subject < b.subject ? -1 : 1))
}
