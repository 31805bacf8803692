import type { pair as english } from '../en/pair.ts'

export const pair: typeof english = {}
