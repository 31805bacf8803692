import { expect, test } from 'vitest'
import template from '../../error.html?raw'
import { sectionsOf, staticPageOf } from './static-page.ts'

test('the last resort says what the dictionaries say, in every language', async () => {
  expect(template).toContain(await sectionsOf('broken'))
})

test('the page for those who are offline says only that', async () => {
  const page = await staticPageOf('offline')
  expect(page).toContain(await sectionsOf('offline'))
  expect(page).not.toContain('data-kind="broken"')
})
