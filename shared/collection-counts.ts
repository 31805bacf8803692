/** What was done to records of one collection. */
export type OperationCounts = { creates: number; updates: number; deletes: number }

export function noCounts(): OperationCounts {
  return { creates: 0, updates: 0, deletes: 0 }
}

/** As it stands in a hash, by the name of the collection. */
export function packCounts({ creates, updates, deletes }: OperationCounts): string {
  return `${creates} ${updates} ${deletes}`
}

export function readCounts(packed: string): OperationCounts {
  const [creates = 0, updates = 0, deletes = 0] = packed.split(' ').map(Number)
  return { creates, updates, deletes }
}

/** The name under which collections are counted that came after too many others in the same hour. */
export const OTHER = 'other'
