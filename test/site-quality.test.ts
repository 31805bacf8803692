import { createRequire } from 'node:module'
import { LANGUAGES } from '@orrery/shared/language'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type KnownSite, openKnownSite } from './known-site.ts'
import { loadSlowly, scriptBytesOf } from './page-load.ts'

if (!hasBrowser) console.log('quality of the site: skipped, no Chromium is installed')

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SCRIPT_BYTES = 60_000
const SHIFT = 0.05
const SETTLED_MS = 800

/** What axe finds on the page that it was added to, a line for each element. */
const FIND_VIOLATIONS = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(!hasBrowser)('the site', () => {
  let known: KnownSite
  let account: string
  let pair: string

  beforeAll(async () => {
    known = await openKnownSite()
    const { owner, partners } = known.network
    account = `/@${owner.handle}`
    pair = `${account}/@${partners[0]?.handle}`
  })
  afterAll(() => known?.[Symbol.asyncDispose]())

  const pages = () => [
    '/',
    account,
    `${account}?window=1h&direction=sent`,
    pair,
    '/top',
    '/stats',
    '/collections',
    '/collections/app.bsky.feed.like',
    '/links',
    `/links?subject=${known.network.owner.did}`,
    '/status',
    '/docs',
    '/privacy',
    '/search?q=a',
    '/@nobody.invalid',
    '/nothing/here',
  ]

  async function inContext(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await known.browser.newContext({ locale: 'en-GB', ...options })
    try {
      await use(await context.newPage())
    } finally {
      await context.close()
    }
  }

  test.each([
    ['light, on a desktop', { colorScheme: 'light' as const, width: 1280 }],
    ['dark, on a phone', { colorScheme: 'dark' as const, width: 390 }],
    ['with high contrast', { appearance: 'contrast', width: 1280 }],
  ])('every page can be used by everybody: %s', async (_, { width, ...rest }) => {
    const { colorScheme = 'light' } = rest as { colorScheme?: 'light' | 'dark' }
    const viewport = { width, height: 844 }
    await inContext(
      { colorScheme, viewport, reducedMotion: 'reduce', bypassCSP: true },
      async (page) => {
        if ('appearance' in rest) await choose(page.context(), 'appearance', rest.appearance)
        for (const path of pages()) {
          await page.goto(known.site + path)
          await page.addScriptTag({ path: AXE })
          const found = await page.evaluate<string[]>(FIND_VIOLATIONS)
          expect.soft(found, path).toEqual([])
          const overflow = await page.evaluate<number>(OVERFLOW)
          expect.soft(overflow, `${path} is as wide as the screen`).toBe(0)
        }
      },
    )
  })

  test('no page asks anybody else for anything, or breaks its own rules', async () => {
    await inContext({}, async (page) => {
      const odd = new Set<string>()
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== known.site) {
          odd.add(request.url())
        }
      })
      page.on('pageerror', (error) => odd.add(error.message))
      page.on('console', (message) => {
        const isOwn = !message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && isOwn) odd.add(message.text())
      })
      for (const path of pages()) {
        await page.goto(known.site + path)
        await page.waitForTimeout(SETTLED_MS)
        expect.soft([...odd].slice(0, 5), path).toEqual([])
        odd.clear()
      }
    })
  })

  test.each(['home', 'account'])('the page %s is light, and does not jump', async (page) => {
    const path = page === 'home' ? '' : account
    for (const language of LANGUAGES) {
      const bytes = await scriptBytesOf(known.browser, `${known.site}/${language}${path}`)
      expect(bytes, language).toBeGreaterThan(0)
      expect(bytes, language).toBeLessThanOrEqual(SCRIPT_BYTES)
    }
    // How soon it is painted tells of the machine too: `npm run bench -- site` measures it.
    const { paintMs, shift } = await loadSlowly(known.browser, `${known.site}${path}`)
    expect(paintMs).toBeGreaterThan(0)
    expect(shift).toBeLessThan(SHIFT)
  })

  test('robots and a sitemap say what there is, and every listed page answers', async () => {
    const robots = await (await fetch(`${known.site}/robots.txt`)).text()
    const sitemap = robots.match(/^Sitemap: (.+)$/m)?.[1] ?? ''
    expect(sitemap).toBe(`${known.site}/sitemap.xml`)
    const listed = (await (await fetch(sitemap)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)
    const addresses = [...listed].map(([, address]) => address ?? '')
    expect(addresses).toHaveLength(8 * 5)
    for (const address of addresses) {
      const answer = await fetch(address)
      expect.soft(answer.status, address).toBe(200)
      const canonical = (await answer.text()).match(/<link rel="canonical" href="([^"]+)"/)?.[1]
      expect.soft(canonical).toBe(address)
    }
  })

  async function choose(context: BrowserContext, name: string, value: string) {
    await context.addCookies([{ name, value, url: known.site }])
  }
})
