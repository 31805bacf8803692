import { z } from 'zod'

const NSID_OR_PREFIX = /^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)*\.([a-zA-Z][a-zA-Z0-9]*|\*)$/

/** Whether events of a collection are wanted. */
export type CollectionFilter = (collection: string) => boolean

/** A setting that is a list of collections, of which there may be so many. */
export function collectionsSetting(most = Number.POSITIVE_INFINITY) {
  return z
    .string()
    .default('')
    .transform((text, context) => {
      const parsed = parseCollections(text, most)
      if ('collections' in parsed) return parsed.collections
      context.addIssue(parsed.reason)
      return z.NEVER
    })
}

/**
 * A comma-separated list of NSIDs and of prefixes such as `app.bsky.*`, or in one sentence why it is
 * not one. The empty list stands for all collections.
 */
export function parseCollections(
  text: string,
  most: number,
): { collections: string[] } | { reason: string } {
  const names = text.split(',').map((name) => name.trim())
  const collections = [...new Set(names.filter((name) => name !== ''))]
  const wrong = collections.find((name) => !NSID_OR_PREFIX.test(name))
  if (wrong !== undefined) {
    return { reason: `${JSON.stringify(wrong)} is neither an NSID nor a prefix like app.bsky.*` }
  }
  if (collections.length > most) return { reason: `at most ${most} collections are allowed` }
  return { collections }
}

/** The filter that a list describes, as Jetstream's `wantedCollections`; an empty one wants everything. */
export function collectionFilterOf(collections: string[]): CollectionFilter {
  if (collections.length === 0) return () => true
  const names = new Set(collections.filter((name) => !name.endsWith('*')))
  const prefixes = collections.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))

  return (collection) =>
    names.has(collection) || prefixes.some((prefix) => collection.startsWith(prefix))
}
