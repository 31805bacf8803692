import { expect, test } from 'vitest'
import { rootsOf } from './collection-roots.ts'

const collection = (nsid: string, creates: number) => {
  return { nsid, creates, updates: 0, deletes: 0, dids_estimate: 1 }
}
const all = [
  collection('app.bsky.feed.like', 5),
  collection('sh.tangled.repo', 9),
  collection('app.bsky.graph.follow', 3),
  collection('com.example.thing', 9),
]

test('names that begin alike are one root, the largest first', () => {
  expect(rootsOf(all, 'records-created')).toEqual([
    { prefix: 'com.example', nsids: ['com.example.thing'], creates: 9 },
    { prefix: 'sh.tangled', nsids: ['sh.tangled.repo'], creates: 9 },
    { prefix: 'app.bsky', nsids: ['app.bsky.feed.like', 'app.bsky.graph.follow'], creates: 8 },
  ])
})

test('they can be read by name', () => {
  expect(rootsOf(all, 'name').map(({ prefix }) => prefix)).toEqual([
    'app.bsky',
    'com.example',
    'sh.tangled',
  ])
})
