import type { stats as english } from '../en/stats.ts'

export const stats: typeof english = {}
