import type { collections as english } from '../en/collections.ts'

export const collections: typeof english = {}
