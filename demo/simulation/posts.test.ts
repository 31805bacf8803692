import { createRandom } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { createPosts } from './posts.ts'

const CAPACITY = 50

/** The numbers of all posts of an author that interactions can still go to. */
function reachable(posts: ReturnType<typeof createPosts>, author: number): number[] {
  const random = createRandom(1)
  const found = Array.from({ length: 2000 }, () => posts.recentOf(author, random)?.number ?? -1)
  return [...new Set(found)].sort((one, other) => one - other)
}

test('of an author the latest posts are found, deleted ones and those too old are not', () => {
  const posts = createPosts(CAPACITY)
  for (let number = 0; number < 120; number++) {
    const post = posts.add({ cid: '', uri: '', rkey: '', author: number % 10 })
    if (number === 93) post.deleted = true
  }

  expect(reachable(posts, 3)).toEqual([73, 83, 103, 113])
  expect(reachable(posts, 99)).toEqual([-1])
})

test('an old post lets go of those before it, so that memory stays bounded', () => {
  const posts = createPosts(CAPACITY)
  const first = posts.add({ cid: '', uri: '', rkey: '', author: 1 })
  const second = posts.add({ cid: '', uri: '', rkey: '', author: 1 })
  expect(second.previous).toBe(first)
  for (let number = 0; number < CAPACITY; number++) {
    posts.add({ cid: '', uri: '', rkey: '', author: 2 })
  }

  expect(second.previous).toBeUndefined()
  expect(reachable(posts, 1)).toEqual([-1])
})
