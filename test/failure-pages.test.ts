import { freePort } from '@orrery/shared/testing'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../api/testing.ts'
import { startAppView, type TestAppView } from '../api/testing-appview.ts'
import { didOf, like } from '../api/testing-events.ts'
import { fillWithKnown, HIDDEN, KNOWN_ACCOUNTS } from '../api/testing-known.ts'
import { fetched, hasBrowser, launchBrowser } from './known-site.ts'
import { type Service, startService, until } from './services.ts'

if (!hasBrowser) console.log('pages of failures: skipped, no Chromium is installed')

const TITLES = {
  en: 'Something went wrong',
  pt: 'Algo deu errado',
  de: 'Etwas ist schiefgegangen',
  es: 'Algo salió mal',
  ja: '問題が発生しました',
}

describe.skipIf(!hasBrowser)('where there is nothing to show', () => {
  const resources = new AsyncDisposableStack()
  let browser: Browser
  let appView: TestAppView
  let api: TestApi
  let site: string

  beforeAll(async () => {
    appView = resources.use(
      await startAppView({
        ...KNOWN_ACCOUNTS,
        [didOf('maya')]: { handle: 'maya.bsky.social', displayName: 'Maya' },
        [didOf('mayb')]: { handle: 'mayb.example' },
      }),
    )
    api = resources.use(await startApi({ appViewUrl: appView.url }))
    await fillWithKnown(api, Date.now())
    await api.apply([like('maya', 'ben', Date.now() - 60_000)])
    site = (await startSite(api.url)).site
    browser = await launchBrowser()
    resources.defer(() => browser.close())
  })
  afterAll(() => resources.disposeAsync())

  async function startSite(apiUrl: string): Promise<{ site: string; server: Service }> {
    const port = String(await freePort())
    const env = { PORT: port, API_URL: apiUrl }
    const server = resources.use(startService('frontend/main.ts', env))
    const site = `http://127.0.0.1:${port}`
    await until('the site answers', async () => (await fetched(`${site}/links`)) !== undefined, [
      server,
    ])
    return { site, server }
  }

  async function visit(address: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    const answer = await page.goto(address)
    const read = async (selector: string) => (await page.locator(selector).innerText()).trim()
    return { page, status: answer?.status(), headers: answer?.headers() ?? {}, read }
  }

  /** Waits until the page has this heading, however often it loads itself anew meanwhile. */
  async function untilHeaded(page: Page, name: string | RegExp): Promise<void> {
    await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 })
  }

  test.each([
    ['a private account', '/@private.example', 403, 'This account is private'],
    ['a deactivated account', `/${HIDDEN.AccountDeactivated}`, 404, /is deactivated$/],
    ['an account that was taken down', `/${HIDDEN.AccountTakedown}`, 404, /was taken down$/],
    ['a suspended account', `/${HIDDEN.AccountSuspended}`, 404, /is suspended$/],
    ['a deleted account', `/${HIDDEN.AccountDeleted}`, 404, /was deleted$/],
    ['an account that is not active', `/${HIDDEN.AccountInactive}`, 404, /is not active$/],
    ['one that has opted out', `/${HIDDEN.AccountOptedOut}`, 404, /opted out of Orrery$/],
    ['an unknown handle', '/@nobody.example', 404, 'Nobody has this handle'],
    ['what is no handle', '/@nobody', 400, 'That is not an address we can read'],
    ['an address with nothing behind it', '/nothing/here', 404, 'There is no page here'],
  ])('%s has a page that says so, with a way on', async (_, path, status, title) => {
    const seen = await visit(site + path, { javaScriptEnabled: false })
    expect(seen.status).toBe(status)
    expect(await seen.read('h1')).toMatch(title)
    expect(await seen.page.getByRole('main').getByRole('combobox').count()).toBe(1)
    await seen.page.context().close()
  })

  test.each(['private.example', HIDDEN.AccountOptedOut])(
    'the page of %s leads to what is said about privacy',
    async (account) => {
      const name = account.startsWith('did:') ? account : `@${account}`
      const { page } = await visit(`${site}/${name}`)
      await page.getByRole('main').getByRole('link', { name: 'What is kept here' }).click()
      await page.waitForURL(`${site}/privacy`)
      await page.context().close()
    },
  )

  test.each([
    ['the wrong domain', '/@maya.example', 'maya.bsky.social'],
    ['a wrong letter near the end', '/@mayb.exanple', 'mayb.example'],
    ['one of a pair', '/@ann.example/@maya.com', 'maya.bsky.social'],
  ])(
    '%s: accounts with a handle like that are suggested, without JavaScript too',
    async (_, path, handle) => {
      const { page, read } = await visit(site + path, { javaScriptEnabled: false })
      const suggested = page.getByRole('main').getByRole('listitem').getByRole('link')
      expect(await suggested.first().innerText()).toContain(handle)
      await suggested.first().click()
      expect(page.url()).toBe(`${site}/@${handle}`)
      expect(await read('h1')).not.toBe('Nobody has this handle')
      await page.context().close()
    },
  )

  test('an account that is sought from another page fails in the same way', async () => {
    const { page } = await visit(`${site}/privacy`)
    await page.waitForLoadState('networkidle')
    await page.getByRole('combobox').fill('maya.example')
    await page.keyboard.press('Enter')
    await untilHeaded(page, 'Nobody has this handle')
    await page.getByRole('link', { name: 'maya.bsky.social' }).waitFor()
    await page.context().close()
  })

  test('each language has its own words', async () => {
    const titles = {
      pt: 'Esta conta é privada',
      de: 'Dieses Konto ist privat',
      es: 'Esta cuenta es privada',
      ja: 'このアカウントは非公開です',
    }
    for (const [language, title] of Object.entries(titles)) {
      const { page, read } = await visit(`${site}/${language}/@private.example`)
      expect(await read('h1')).toBe(title)
      const ways = page.getByRole('main').getByRole('link')
      expect(await ways.first().getAttribute('href')).toBe(`/${language}/privacy`)
      await page.context().close()
    }
  })

  test('while nobody can look up handles, the page says what works meanwhile', async () => {
    appView.mode = 'fails'
    try {
      const seen = await visit(`${site}/@unheard.example`)
      expect(seen.status).toBe(503)
      expect(await seen.read('h1')).toBe('Handles cannot be looked up right now')
      expect(await seen.read('main')).toContain('By its DID')
      await seen.page.context().close()
    } finally {
      appView.mode = 'answers'
    }
  })

  test('where the quota is used up the page says when to come again', async () => {
    await using narrow = await startApi({
      appViewUrl: appView.url,
      requestLimits: { quotas: { address: 1, key: 1 }, limitLoopback: true },
    })
    await fetched(`${narrow.url}/stats`)
    const { site } = await startSite(narrow.url)
    const { page, status, headers, read } = await visit(`${site}/@ann.example`, {
      javaScriptEnabled: false,
    })
    expect(status).toBe(429)
    expect(await read('h1')).toBe('Too many questions at once')
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(await read('main')).toMatch(/tries again in \d+ \w+/)
    expect(await page.locator('noscript meta[http-equiv=refresh]').count()).toBe(1)
    await page.context().close()
  })

  test('while the API is away the page says so, and comes up by itself when it is back', async () => {
    const port = String(await freePort())
    const { site } = await startSite(`http://127.0.0.1:${port}`)
    const { page, status, headers } = await visit(`${site}/${didOf('maya')}`)
    expect(status).toBe(503)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    await untilHeaded(page, 'One moment, please')

    const env = { REDIS_URL: api.server.url, PORT: port, APPVIEW_URL: appView.url }
    resources.use(startService('api/main.ts', env))
    await untilHeaded(page, /Maya/)
    await page.context().close()
  })

  test.each([
    ['English', 'en-GB', 'No connection to Orrery'],
    ['Japanese', 'ja', 'Orrery に接続できません'],
  ])('who is offline gets a page in %s, which loads by itself', async (_, locale, title) => {
    const { page } = await visit(`${site}/privacy`, { locale })
    await page.waitForLoadState('networkidle')
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await page.context().setOffline(true)
    await page.getByRole('contentinfo').getByRole('link', { name: 'API' }).click()
    await untilHeaded(page, title)
    expect(page.url()).toBe(`${site}/docs`)
    expect(await page.title()).toBe(`${title} · Orrery`)

    await page.context().setOffline(false)
    await page.getByRole('contentinfo').waitFor({ timeout: 60_000 })
    expect(page.url()).toBe(`${site}/docs`)
    await page.context().close()
  })

  test('the browser keeps nothing but that page', async () => {
    const { page } = await visit(`${site}/@maya.bsky.social`)
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await page.reload()
    const kept = await page.evaluate<string[]>(`caches.keys().then((names) =>
      Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
      .then((all) => all.flat().map(({ url }) => url))`)
    expect(kept).toEqual([`${site}/offline`])
    await page.context().close()
  })

  test('while the site itself is away its own page stands in for it', async () => {
    const { site, server } = await startSite(api.url)
    const { page } = await visit(`${site}/privacy`, { colorScheme: 'dark' })
    await page.waitForLoadState('networkidle')
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await server.kill()
    await page.goto(`${site}/de/stats`)
    await untilHeaded(page, 'Keine Verbindung zu Orrery')
    expect(await page.getAttribute('html', 'lang')).toBe('de')
    server.start()
    await page.getByRole('contentinfo').waitFor({ timeout: 60_000 })
    await page.context().close()
  })

  test.each(Object.entries(TITLES))('the last resort has words in %s', async (language, title) => {
    // What a form of this page asks for is answered by no page.
    const address = `${site}/${language}/docs/open?call=nothing`
    const { page, status, read } = await visit(address)
    expect(status).toBe(404)
    expect(await read('h1:visible')).toBe(title)
    await page.context().close()
  })

  test.each([
    [390, 'dark' as const],
    [1280, 'light' as const],
  ])('at a width of %d nothing sticks out of any of these pages', async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme })
    const page = await context.newPage()
    const paths = ['/@maya.example', '/@private.example', `/@${'a'.repeat(60)}.example`, '/offline']
    for (const path of paths) {
      await page.goto(site + path)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, path).toBe(0)
    }
    await context.close()
  })
})
