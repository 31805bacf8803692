import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type KnownSite, openKnownSite } from '../test/known-site.ts'
import { loadSlowly, scriptBytesOf } from '../test/page-load.ts'
import type { BenchOptions } from './options.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'

const LOADS = 5

type Scores = Record<string, number>

/**
 * What the built site costs a phone on a slow network. Where a program `lighthouse` is on the PATH,
 * it judges the pages too.
 */
export async function measureSite(_: BenchOptions): Promise<Figures> {
  await using known = await openKnownSite()
  const account = `/@${known.network.owner.handle}`
  const pages = []
  for (const [page, path] of Object.entries({ home: '/', account })) {
    pages.push({ page, ...(await measure(known, known.site + path)) })
  }
  printTable(
    ['page', 'JavaScript KiB (gzip)', 'largest paint ms', 'layout shift', 'Lighthouse'],
    pages.map((row) => [
      row.page,
      row.scriptKibibytes,
      row.paintMs,
      row.shift,
      row.lighthouse ? Object.values(row.lighthouse).join(', ') : 'not installed',
    ]),
  )
  return { parameters: { loads: LOADS, phone: '150 ms, 1.6 Mbit/s, CPU 4 times slower' }, pages }
}

/** Times are the median; of the shifts the worst counts. */
async function measure({ browser }: KnownSite, address: string) {
  const bytes = await scriptBytesOf(browser, address)
  const loads = []
  for (let number = 0; number < LOADS; number++) loads.push(await loadSlowly(browser, address))
  const paints = loads.map(({ paintMs }) => paintMs).sort((one, other) => one - other)
  return {
    scriptKibibytes: rounded(bytes / 1024),
    paintMs: Math.round(paints[LOADS >> 1] ?? 0),
    shift: Math.round(Math.max(...loads.map(({ shift }) => shift)) * 1000) / 1000,
    lighthouse: await scoresOf(address),
  }
}

/** Lighthouse's scores by category, from 0 to 100; null where it is not installed. */
async function scoresOf(address: string): Promise<Scores | null> {
  const parameters = [address, '--quiet', '--output=json', '--chrome-flags=--headless --no-sandbox']
  const env = { CHROME_PATH: process.env.CHROMIUM_PATH || '/usr/bin/chromium', ...process.env }
  try {
    const { stdout } = await promisify(execFile)('lighthouse', parameters, {
      env,
      maxBuffer: 2 ** 26,
    })
    const { categories } = JSON.parse(stdout) as { categories: Record<string, { score: number }> }
    const scores = Object.entries(categories)
    return Object.fromEntries(scores.map(([name, { score }]) => [name, Math.round(score * 100)]))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
