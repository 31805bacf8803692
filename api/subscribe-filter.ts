export const OPERATIONS = ['create', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

/** What a subscriber wants. Of subjects, prefixes and DIDs one must fit, of sources too; none is all. */
export type Filter = {
  subjects: ReadonlySet<string>
  prefixes: readonly string[]
  dids: ReadonlySet<string>
  /** As `collection:path`. */
  sources: ReadonlySet<string>
  operations: ReadonlySet<Operation>
}

/** What the filter looks at. */
export type FilteredLink = {
  subject: string
  account: string | undefined
  source: string
  operation: Operation
}

/** Compared to how much memory it takes. */
export function sizeOfFilter({ subjects, prefixes, dids, sources }: Filter): number {
  let size = 0
  for (const list of [subjects, prefixes, dids, sources]) {
    for (const text of list) size += text.length + 100
  }
  return size
}

export function isWanted(filter: Filter, link: FilteredLink): boolean {
  const { subjects, prefixes, dids, sources, operations } = filter
  if (!operations.has(link.operation)) return false
  if (sources.size > 0 && !sources.has(link.source)) return false
  if (wantsAllSubjects(filter)) return true
  if (subjects.has(link.subject)) return true
  if (link.account !== undefined && dids.has(link.account)) return true
  return prefixes.some((prefix) => link.subject.startsWith(prefix))
}

export function wantsAllSubjects({ subjects, prefixes, dids }: Filter): boolean {
  return subjects.size === 0 && dids.size === 0 && prefixes.length === 0
}
