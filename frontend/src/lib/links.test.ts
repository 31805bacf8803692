import { expect, test } from 'vitest'
import { groupsOf, recordsOf } from './links.ts'

function counted(collection: string, path: string, records: number) {
  return { name: null, collection, path, records, accounts: records, lastSeen: null }
}

test('sources are grouped by collection, the most records first', () => {
  const like = counted('like', 'subject.uri', 8)
  const reply = counted('post', 'reply.parent.uri', 3)
  const root = counted('post', 'reply.root.uri', 6)
  const follow = counted('follow', 'subject', 1)
  const groups = groupsOf([follow, like, reply, root])

  expect(groups).toEqual([
    { collection: 'post', records: 9, sources: [root, reply] },
    { collection: 'like', records: 8, sources: [like] },
    { collection: 'follow', records: 1, sources: [follow] },
  ])
  expect(recordsOf(groups)).toBe(18)
})
