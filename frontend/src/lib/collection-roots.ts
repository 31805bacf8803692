import type { AnswerTo } from '@orrery/shared/client'

export type Collection = AnswerTo<'/collections'>['collections'][number]

/** All collections whose names begin with the same two segments. */
export type Root = { prefix: string; nsids: string[]; creates: number }

/** The roots of the tree, those with the most records first, or by name. */
export function rootsOf(collections: Collection[], order: 'records-created' | 'name'): Root[] {
  const roots = new Map<string, Root>()
  for (const { nsid, creates } of collections) {
    const prefix = nsid.split('.', 2).join('.')
    const root = roots.get(prefix) ?? { prefix, nsids: [], creates: 0 }
    root.nsids.push(nsid)
    root.creates += creates
    roots.set(prefix, root)
  }
  const byName = (one: Root, other: Root) => (one.prefix < other.prefix ? -1 : 1)
  return [...roots.values()].sort((one, other) =>
    order === 'name' ? byName(one, other) : other.creates - one.creates || byName(one, other),
  )
}
