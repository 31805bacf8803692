import type { Random } from '@orrery/shared/random'
import type { StrongRef } from '../event.ts'

/** A post that others can still interact with. */
export type Post = StrongRef & {
  /** Counts up over all posts. */
  number: number
  author: number
  rkey: string
  /** The first post of the thread; absent where this is it. */
  root?: StrongRef | undefined
  /** Its latest repost, the way by which others find it. */
  repost?: StrongRef | undefined
  deleted: boolean
  /** The author's post before. */
  previous?: Post | undefined
}

export type Posts = {
  add(post: Omit<Post, 'number' | 'deleted' | 'previous'>): Post
  /** One of an author's posts that exists, mostly one of the newest. */
  recentOf(author: number, random: Random): Post | undefined
  /** Any of the posts, deleted or not. */
  any(random: Random): Post | undefined
}

const STOP_AT_POST = 0.3

/** The latest `capacity` posts of everybody. */
export function createPosts(capacity: number): Posts {
  const ring: Post[] = []
  const latest = new Map<number, Post>()
  let count = 0

  function evict(post: Post) {
    // without this the oldest posts would hang on the newest ones for ever
    post.previous = undefined
    if (latest.get(post.author) === post) latest.delete(post.author)
  }

  return {
    add(fields) {
      const evicted = ring[count % capacity]
      if (evicted) evict(evicted)
      const previous = latest.get(fields.author)
      const post = { ...fields, number: count, deleted: false, previous }
      ring[count % capacity] = post
      latest.set(fields.author, post)
      count++
      return post
    },
    recentOf(author, random) {
      let found: Post | undefined
      for (let post = latest.get(author); post; post = post.previous) {
        if (post.deleted || post.number < count - capacity) continue
        found = post
        if (random.chance(STOP_AT_POST)) break
      }
      return found
    },
    any: (random) => ring[random.below(ring.length)],
  }
}
