import { readFile } from 'node:fs/promises'
import { readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { freePort, startRedis } from '@orrery/shared/testing'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commit, didOf, like } from '../api/testing-events.ts'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { startService, until } from './services.ts'

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const hasBrowser = process.env.CHROMIUM_PATH !== ''
if (!hasBrowser) console.log('browser tests: skipped, no Chromium is installed')

const NOW = Date.now()
const [ann, ben] = [didOf('ann'), didOf('ben')]

describe.skipIf(!hasBrowser)('the page on privacy', () => {
  const resources = new AsyncDisposableStack()
  let browser: Browser
  let site: string

  beforeAll(async () => {
    const redis = resources.use(await startRedis())
    await index(redis.url, [
      like('ann', 'ben', NOW - 2000),
      commit('ben', 'app.bsky.feed.post', { text: '#orrery-optout' }, NOW - 1000),
    ])
    const [apiPort, sitePort] = [await freePort(), await freePort()]
    site = `http://127.0.0.1:${sitePort}`
    const api = { PORT: String(apiPort), APPVIEW_URL: 'http://127.0.0.1:9', SITE_URL: site }
    const kept = { RETENTION_HOURS: '168', HISTORY_DAYS: '12', CONTACT: 'me@example.com' }
    const apiUrl = `http://127.0.0.1:${apiPort}`
    const services = {
      'api/main.ts': { ...api, ...kept },
      'frontend/main.ts': { PORT: String(sitePort), API_URL: apiUrl },
    }
    const started = Object.entries(services).map(([script, env]) =>
      resources.use(startService(script, { REDIS_URL: redis.url, ...env })),
    )
    for (const url of [`${apiUrl}/privacy`, site]) {
      const answers = () =>
        fetch(url).then(
          ({ ok }) => ok,
          () => false,
        )
      await until(`${url} answers`, answers, started)
    }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    resources.defer(() => browser.close())
  })
  afterAll(() => resources.disposeAsync())

  test('is led to by every page, and says what the settings say', async () => {
    const page = await browser.newPage()
    await page.goto(site)
    await page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click()
    await page.waitForURL(`${site}/privacy`)

    const text = (await page.getByRole('article').innerText()).replaceAll(/\s+/g, ' ')
    expect(text).toContain('how long a text was: for 7 days.')
    expect(text).toContain('by the hour for 12 days')
    expect(text).toContain('Post #orrery-optout.')
    expect(await page.getByRole('link', { name: 'me@example.com' }).getAttribute('href')).toBe(
      'mailto:me@example.com',
    )
    await page.close()
  })

  test('gives what is kept of an account as a file', async () => {
    const page = await browser.newPage()
    await page.goto(`${site}/privacy`)
    await page.getByLabel('Handle or DID').fill(ann)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download as JSON' }).click()
    const file = await readFile(await (await coming).path(), 'utf8')

    expect(JSON.parse(file)).toMatchObject({ did: ann, records: [{ links: [] }] })
    expect(file).not.toContain(ben)
    await page.close()
  })

  test.each([
    ['pt', 'por 7 dias', 'Baixar como JSON'],
    ['de', '7 Tage lang', 'Als JSON herunterladen'],
    ['es', 'durante 7 días', 'Descargar como JSON'],
    ['ja', '7日間', 'JSON でダウンロード'],
  ])('says the same in %s', async (language, span, download) => {
    const page = await browser.newPage()
    await page.goto(`${site}/${language}/privacy`)
    const text = await page.getByRole('article').innerText()
    expect(text).toContain(span)
    expect(text).toContain('#orrery-optout')
    await page.getByRole('button', { name: download }).waitFor()
    await page.close()
  })

  test('names every cookie that the site sets', async () => {
    const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    await page.goto(`${site}/privacy`, { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Dark', exact: true }).click()
    await page.getByRole('link', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Datenschutz' }).waitFor()
    const cookies = (await context.cookies()).map(({ name }) => name)
    expect(cookies.sort()).toEqual(['appearance', 'language', 'zone'])
    await context.close()
  })

  test('says beside the form why there is nothing to download', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site}/de/privacy`)
    await page.getByLabel('Handle oder DID').fill('ann.example')
    await page.getByRole('button', { name: 'Als JSON herunterladen' }).click()
    await page.waitForURL(`${site}/de/privacy?**`)
    expect(await page.getByRole('status').innerText()).toContain('nicht nachschlagen')
    expect(await page.getByLabel('Handle oder DID').inputValue()).toBe('ann.example')
    await context.close()
  })

  test('is believed: who has opted out has no page', async () => {
    const page = await browser.newPage()
    const answer = await page.goto(`${site}/${ben}`)

    expect(answer?.status()).toBe(404)
    expect(await page.getByRole('main').innerText()).toContain('has opted out of Orrery')
    await page.close()
  })

  test.each([390, 1280])('fits a width of %d', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } })
    await page.goto(`${site}/privacy`)
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )

    expect(overflow).toBe(0)
    await page.close()
  })
})

async function index(redisUrl: string, events: object[]): Promise<void> {
  await using redis = await connect(redisUrl)
  const layout = await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  const writer = await openWriter(openStore(redis, layout, 168))
  const read = events.flatMap((event) => {
    const result = readEvent(JSON.stringify(event))
    return 'event' in result ? [result.event] : []
  })
  await applyEvents(writer, read, NOW)
}
