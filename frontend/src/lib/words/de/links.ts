import type { links as english } from '../en/links.ts'

export const links: typeof english = {}
