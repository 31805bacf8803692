import { type Bucket, bucketsIn, readRegistry } from '@orrery/shared/bucket'
import type { Store } from '@orrery/shared/store'

/** All buckets of a store, oldest first. */
export type BucketRegistry = {
  /** What was read last; it may have changed since. */
  readonly remembered: readonly Bucket[]
  /** Reads them anew; gives the same array where nothing has changed. */
  read(): Promise<readonly Bucket[]>
}

const registries = new WeakMap<Store, BucketRegistry>()

export function bucketRegistryOf(store: Store): BucketRegistry {
  const registry = registries.get(store) ?? openRegistry(store)
  registries.set(store, registry)
  return registry
}

function openRegistry({ redis, layout }: Store): BucketRegistry {
  let text: string[] = []
  let remembered: readonly Bucket[] = []

  return {
    get remembered() {
      return remembered
    },
    async read() {
      const now = await readRegistry(redis)
      if (now.length === text.length && now.every((each, index) => each === text[index])) {
        return remembered
      }
      text = now
      remembered = bucketsIn(layout, now)
      return remembered
    },
  }
}
