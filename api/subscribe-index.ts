import { type Filter, type FilteredLink, wantsAllSubjects } from './subscribe-filter.ts'

/** Who wants what. A link costs about the same whatever the number of those who do not want it. */
export type FilterIndex<Subscriber> = {
  add(subscriber: Subscriber, filter: Filter): void
  /** Takes away what was added with the same filter. */
  remove(subscriber: Subscriber, filter: Filter): void
  /** Each who wants the link, once. */
  wanting(link: FilteredLink): Set<Subscriber>
}

type Wishes<Subscriber> = Map<string, Map<Subscriber, Filter>>

const EVERY = ''

export function openFilterIndex<Subscriber>(): FilterIndex<Subscriber> {
  const bySubject: Wishes<Subscriber> = new Map()
  const byAccount: Wishes<Subscriber> = new Map()
  const byPrefix: Wishes<Subscriber> = new Map()
  /** How many prefixes of each length there are; lengths in their order. */
  const lengthCounts = new Map<number, number>()
  let lengths: number[] = []
  /** Those who want all subjects, by source. */
  const bySource: Wishes<Subscriber> = new Map()

  function* wishesOf(filter: Filter): Generator<[Wishes<Subscriber>, string]> {
    for (const subject of filter.subjects) yield [bySubject, subject]
    for (const did of filter.dids) yield [byAccount, did]
    for (const prefix of filter.prefixes) yield [byPrefix, prefix]
    if (!wantsAllSubjects(filter)) return
    if (filter.sources.size === 0) yield [bySource, EVERY]
    for (const source of filter.sources) yield [bySource, source]
  }

  function countLengths(filter: Filter, by: 1 | -1): void {
    for (const { length } of filter.prefixes) {
      const count = (lengthCounts.get(length) ?? 0) + by
      if (count > 0) lengthCounts.set(length, count)
      else lengthCounts.delete(length)
    }
    if (filter.prefixes.length > 0) lengths = [...lengthCounts.keys()].sort((a, b) => a - b)
  }

  return {
    add(subscriber, filter) {
      countLengths(filter, 1)
      for (const [wishes, text] of wishesOf(filter)) {
        const group = wishes.get(text)
        if (group) group.set(subscriber, filter)
        else wishes.set(text, new Map([[subscriber, filter]]))
      }
    },
    remove(subscriber, filter) {
      countLengths(filter, -1)
      for (const [wishes, text] of wishesOf(filter)) {
        const group = wishes.get(text)
        group?.delete(subscriber)
        if (group?.size === 0) wishes.delete(text)
      }
    },
    wanting({ subject, account, source, operation }) {
      const found = new Set<Subscriber>()
      function take(group: Map<Subscriber, Filter> | undefined): void {
        if (group === undefined) return
        for (const [subscriber, { sources, operations }] of group) {
          if (!operations.has(operation)) continue
          if (sources.size === 0 || sources.has(source)) found.add(subscriber)
        }
      }
      take(bySource.get(EVERY))
      take(bySource.get(source))
      take(bySubject.get(subject))
      if (account !== undefined) take(byAccount.get(account))
      for (const length of lengths) {
        if (length > subject.length) break
        take(byPrefix.get(subject.slice(0, length)))
      }
      return found
    },
  }
}
