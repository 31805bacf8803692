import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'

const KIB = 1024
/** What runs when a page has come up is over by then, except for what stays open. */
const SETTLED_MS = 1500

/** A phone on a slow network: a round trip of 150 ms, 1.6 Mbit/s, a fourth of this machine's speed. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * KIB * KIB) / 8,
  uploadThroughput: (0.75 * KIB * KIB) / 8,
}
const SLOWER = 4
const PHONE = { width: 390, height: 844 }

/** Notes when the largest thing was painted, and how much moved without being told to. */
const WATCH_LOADING = `
  globalThis.seen = { paintMs: 0, shift: 0 }
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  observe('largest-contentful-paint', (entry) => { seen.paintMs = entry.startTime })
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value })`

/** How a page comes up on a slow phone: its largest contentful paint, and its layout shift. */
export type PageLoad = { paintMs: number; shift: number }

export async function loadSlowly(browser: Browser, address: string): Promise<PageLoad> {
  return inPage(browser, async (page) => {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', NETWORK)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.addInitScript(WATCH_LOADING)
    await page.goto(address)
    await page.waitForTimeout(SETTLED_MS)
    return page.evaluate<PageLoad>('seen')
  })
}

/** Bytes of all scripts that a page loads, each by itself compressed with gzip. */
export async function scriptBytesOf(browser: Browser, address: string): Promise<number> {
  return inPage(browser, async (page) => {
    const sizes: Promise<number>[] = []
    page.on('response', (response) => {
      if (!/\.js(\?|$)/.test(response.url())) return
      sizes.push(response.body().then((body) => gzipSync(body).length))
    })
    await page.goto(address)
    await page.waitForTimeout(SETTLED_MS)
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  })
}

async function inPage<Result>(browser: Browser, use: (page: Page) => Promise<Result>) {
  const context = await browser.newContext({ viewport: PHONE })
  try {
    return await use(await context.newPage())
  } finally {
    await context.close()
  }
}
