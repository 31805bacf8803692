import { freePort } from '@orrery/shared/testing'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../api/testing.ts'
import { startAppView } from '../api/testing-appview.ts'
import { didOf } from '../api/testing-events.ts'
import { fillWithKnown, KNOWN_ACCOUNTS } from '../api/testing-known.ts'
import { startService, until } from './services.ts'

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const hasBrowser = process.env.CHROMIUM_PATH !== ''
if (!hasBrowser) console.log('docs page: skipped, no Chromium is installed')

describe.skipIf(!hasBrowser)('the page of all calls in a browser', () => {
  const resources = new AsyncDisposableStack()
  let browser: Browser
  let api: TestApi
  let site: string

  beforeAll(async () => {
    const appView = resources.use(await startAppView(KNOWN_ACCOUNTS))
    api = resources.use(await startApi({ appViewUrl: appView.url }))
    await fillWithKnown(api, Date.now())
    site = await startSite(api)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    resources.defer(() => browser.close())
  })
  afterAll(() => resources.disposeAsync())

  async function startSite({ url }: TestApi): Promise<string> {
    const port = String(await freePort())
    const env = { PORT: port, API_URL: url }
    const service = resources.use(startService('frontend/main.ts', env))
    const address = `http://127.0.0.1:${port}`
    // Nothing may listen there yet.
    const answers = () =>
      fetch(`${address}/docs`).then(
        (answer) => answer.ok,
        () => false,
      )
    await until('the site answers', answers, [service])
    return address
  }

  test('every call of the document has its place, to which a link leads', async () => {
    const page = await browser.newPage()
    await page.goto(`${site}/docs`)
    const { json } = await api.get('/openapi.json')
    const ids = JSON.stringify(json).matchAll(/"operationId":"(\w+)"/g)
    for (const [, id] of ids) {
      expect(await page.locator(`#${id}`).count(), id).toBe(1)
      expect(await page.locator(`nav a[href="#${id}"]`).count(), id).toBe(1)
    }
    await page.close()
  })

  test('a call is tried on the page, and its answer or refusal shown', async () => {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    await page.goto(`${site}/docs#getCircle`, { waitUntil: 'networkidle' })
    const call = page.locator('#getCircle')
    await call.getByText('Try it').click()
    await call.getByRole('button').click()
    await call.getByText('"displayName": "Bluesky"').waitFor()
    await call.getByLabel('weights').fill('fans,like')
    await call.getByRole('button').click()
    await call.getByText('weights: expected balanced').waitFor()
    expect(errors).toEqual([])
    await page.close()
  })

  test('without JavaScript a form opens the answer of the API', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site}/docs`)
    const call = page.locator('#getCircle')
    await call.getByText('Try it').click()
    await call.getByLabel('orbits').selectOption('3')
    await call.getByRole('button').click()
    await page.waitForURL(`${api.url}/circles/bsky.app?orbits=3`)
    expect(await page.locator('body').innerText()).toContain('"Bluesky"')
    await context.close()
  })

  test('in another language only what the API says of itself stays English', async () => {
    const page = await browser.newPage()
    await page.goto(`${site}/de/docs`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Die API')
    const call = page.locator('#getCircle')
    await call.getByText('Ausprobieren').click()
    await call.getByRole('button', { name: 'Fragen' }).waitFor()
    const title = call.getByRole('heading', { level: 3 })
    expect(await title.getAttribute('lang')).toBe('en')
    const said = await page.getByRole('main').locator('[lang=en]').allInnerTexts()
    expect(said.join(' ')).not.toContain('Ausprobieren')
    await page.close()
  })

  test.each([390, 1280])('at a width of %d nothing sticks out, answers neither', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } })
    await page.goto(`${site}/docs#getCircle`, { waitUntil: 'networkidle' })
    const call = page.locator('#getCircle')
    await call.getByText('Try it').click()
    await call.getByRole('button').click()
    const answer = call.getByRole('region', { name: 'The answer of the API' })
    await answer.focus()
    expect(await answer.innerText()).toContain('"did"')
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBe(0)
    await page.close()
  })

  test('where the accounts of the examples are not known, others stand in their place', async () => {
    const known = { [didOf('ben')]: { handle: 'ben.example', displayName: 'Ben' } }
    await using appView = await startAppView(known)
    await using own = await startApi({ appViewUrl: appView.url })
    await fillWithKnown(own, Date.now())
    const page = await browser.newPage()
    await page.goto(`${await startSite(own)}/docs#getCircle`, { waitUntil: 'networkidle' })
    const call = page.locator('#getCircle')
    await call.getByText('Try it').click()
    expect(await call.getByLabel('actor').inputValue()).toBe('ben.example')
    await call.getByRole('button').click()
    await call.getByText('"displayName": "Ben"').waitFor()
    await page.close()
  })
})
