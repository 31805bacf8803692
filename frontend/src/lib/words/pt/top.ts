import type { top as english } from '../en/top.ts'

export const top: typeof english = {}
