import type { Stats } from '@orrery/shared/stats'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type KnownSite, openKnownSite } from './known-site.ts'
import { until } from './services.ts'

if (!hasBrowser) console.log('home page: skipped, no Chromium is installed')

describe.skipIf(!hasBrowser)('the home page in a browser', () => {
  let known: KnownSite

  beforeAll(async () => {
    known = await openKnownSite()
    const { apiUrl, services } = known
    const isCounted = async () => {
      const stats = (await (await fetch(`${apiUrl}/stats`)).json()) as Stats
      return stats.lastDay.like > 0
    }
    await until('the interactions are counted', isCounted, Object.values(services))
  })
  afterAll(() => known?.[Symbol.asyncDispose]())

  /** Opens a page as somebody with such a browser sees it. */
  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await known.browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    await page.goto(known.site + path)
    return page
  }

  test('what is typed is completed from a list that the keyboard walks', async () => {
    const page = await visit('/')
    const [nearest] = known.network.partners
    const field = page.getByRole('combobox')
    await field.pressSequentially(nearest?.handle.slice(0, 6) ?? '')
    const options = page.getByRole('listbox').getByRole('option')
    await options.first().waitFor()
    expect(await field.getAttribute('aria-expanded')).toBe('true')

    const handles = await options.allInnerTexts()
    const place = handles.findIndex((text) => text.includes(nearest?.handle ?? '?'))
    for (let step = 0; step <= place; step++) await field.press('ArrowDown')
    const active = await field.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
    await field.press('Enter')
    await page.waitForURL(`${known.site}/@${nearest?.handle}`)
    await page.context().close()
  })

  test('Escape closes the list and keeps what was typed', async () => {
    const page = await visit('/')
    const field = page.getByRole('combobox')
    const typed = known.network.owner.handle.slice(0, 4)
    await field.pressSequentially(typed)
    await page.getByRole('option').first().waitFor()
    await field.press('Escape')
    expect(await page.getByRole('option').count()).toBe(0)
    expect(await field.inputValue()).toBe(typed)
    await page.context().close()
  })

  test.each([
    ['a handle', ({ handle }: Owner) => `@${handle}`],
    ['a DID', ({ did }: Owner) => did],
    ['a profile address', ({ handle }: Owner) => `https://bsky.app/profile/${handle}`],
    ['a bare name', ({ handle }: Owner) => handle.split('.')[0] ?? ''],
  ])('%s leads to the account without JavaScript', async (_, typedOf) => {
    const { owner } = known.network
    const page = await visit('/', { javaScriptEnabled: false })
    await page.getByRole('combobox').fill(typedOf(owner))
    await page.getByRole('button').click()
    await page.waitForURL(/\/(@|did:)/)
    expect(await page.title()).toContain(owner.handle)
    await page.context().close()
  })

  test('every type has its numbers and a line of the last hour', async () => {
    const page = await visit('/')
    const rows = page.getByRole('table').getByRole('row')
    const names = await rows.getByRole('rowheader').allInnerTexts()
    expect(names).toEqual(['Likes', 'Reposts', 'Replies', 'Quotes', 'Mentions', 'All'])
    expect(await page.getByRole('table').getByRole('img').count()).toBe(5)
    await page.context().close()
  })

  test('it speaks the language that the browser asks for', async () => {
    const page = await visit('/', { locale: 'pt-BR' })
    expect(await page.getAttribute('html', 'lang')).toBe('pt')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('círculo')
    await page.context().close()
  })

  test('a language that is chosen stays, with a path of its own or without', async () => {
    const page = await visit('/', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Deutsch' }).click()
    expect(await page.getAttribute('html', 'lang')).toBe('de')
    expect(new URL(page.url()).pathname).toBe('/')
    await page.goto(`${known.site}/ja/@${known.network.owner.handle}`)
    expect(await page.getAttribute('html', 'lang')).toBe('ja')
    const inner = await page
      .locator('nav a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    expect(inner.filter((path) => path?.startsWith('/top'))).toEqual([])
    await page.goto(known.site)
    expect(await page.getAttribute('html', 'lang')).toBe('de')
    await page.context().close()
  })

  test('an appearance that is chosen stays', async () => {
    const page = await visit('/', { javaScriptEnabled: false, colorScheme: 'light' })
    const sky = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const light = await sky()
    await page.getByRole('link', { name: 'Dark', exact: true }).click()
    expect(await sky()).not.toBe(light)
    await page.goto(`${known.site}/links`)
    expect(await sky()).not.toBe(light)
    await page.context().close()
  })

  test('a choice never leads away from the site', async () => {
    for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      const query = new URLSearchParams({ language: 'de', back })
      const answer = await fetch(`${known.site}/preferences?${query}`, { redirect: 'manual' })
      const location = new URL(answer.headers.get('location') ?? '', known.site)
      expect(location.origin, back).toBe(known.site)
    }
  })

  test('times are told in the zone of whoever looks', async () => {
    const page = await visit(`/@${known.network.owner.handle}`, { timezoneId: 'Asia/Tokyo' })
    await until('the zone is remembered', async () => {
      const cookies = await page.context().cookies()
      return cookies.some(({ name, value }) => name === 'zone' && value === 'Asia/Tokyo')
    })
    await page.context().close()
  })
})

type Owner = { did: string; handle: string }
