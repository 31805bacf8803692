/** What was done to records of one collection. */
export type OperationCounts = { creates: number; updates: number; deletes: number }

/** With about how many accounts did so. */
export type CollectionCounts = OperationCounts & { accounts: number }

export function noCounts(): OperationCounts {
  return { creates: 0, updates: 0, deletes: 0 }
}

/** As it stands in a hash, by the name of the collection. */
export function packCounts(counts: OperationCounts | CollectionCounts): string {
  const { creates, updates, deletes } = counts
  const operations = `${creates} ${updates} ${deletes}`
  return 'accounts' in counts ? `${operations} ${counts.accounts}` : operations
}

/** `accounts` is zero where none were packed. */
export function readCounts(packed: string): CollectionCounts {
  const [creates = 0, updates = 0, deletes = 0, accounts = 0] = packed.split(' ').map(Number)
  return { creates, updates, deletes, accounts }
}

export function addCounts(to: OperationCounts, { creates, updates, deletes }: OperationCounts) {
  to.creates += creates
  to.updates += updates
  to.deletes += deletes
}

/** The name under which collections are counted that came after too many others. */
export const OTHER = 'other'
