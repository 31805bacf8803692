import { expect } from 'vitest'
import type { TestApi } from './testing.ts'

/** Parameters of a query; the same name may come again. */
export type Parameters = readonly (readonly [name: string, value: string])[]

/** A path with its query. */
export function addressOf(path: string, parameters: Parameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of parameters) query.append(name, value)
  return `${path}?${query}`
}

/** All pages of a list, from the first to the one without a cursor. */
export async function readPages<Page extends { cursor: string | null }>(
  api: TestApi,
  path: string,
  parameters: Parameters,
  afterFirst = async () => {},
): Promise<Page[]> {
  const pages: Page[] = []
  let cursor: string | null = null
  do {
    const answer = await api.get(
      addressOf(path, cursor ? [...parameters, ['cursor', cursor]] : parameters),
    )
    expect(answer.status, answer.text).toBe(200)
    const page = answer.json as Page
    if (pages.push(page) === 1) await afterFirst()
    cursor = page.cursor
  } while (cursor !== null)
  return pages
}

/** Checks that no page but the last has room for more. */
export function expectFull(lists: readonly (readonly unknown[])[], limit: number): void {
  const sizes = lists.slice(0, -1).map(({ length }) => length)
  expect(sizes).toEqual(sizes.map(() => limit))
  expect(lists.at(-1)?.length).toBeLessThanOrEqual(limit)
}
