import { freePort, startRedis } from '@orrery/shared/testing'
import { type Browser, chromium } from 'playwright-core'
import { serveKnownNetwork } from './known-network.ts'
import { type Service, startService, until } from './services.ts'

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'

/** Whether there is a browser to test in; `npm test` says so with an empty CHROMIUM_PATH. */
export const hasBrowser = process.env.CHROMIUM_PATH !== ''

export type KnownSite = AsyncDisposable & {
  site: string
  apiUrl: string
  redisUrl: string
  network: Awaited<ReturnType<typeof serveKnownNetwork>>
  browser: Browser
  services: Record<'firehose' | 'indexer' | 'scheduler' | 'api' | 'frontend', Service>
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** All of Orrery on the known network, its owner's circle whole, and a browser to see it in. */
export async function openKnownSite(): Promise<KnownSite> {
  await using resources = new AsyncDisposableStack()
  const redis = resources.use(await startRedis())
  const network = resources.use(await serveKnownNetwork())
  const [apiPort, sitePort] = [await freePort(), await freePort()]
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const site = `http://127.0.0.1:${sitePort}`
  const start = (script: string, env: Record<string, string> = {}) =>
    resources.use(startService(script, { REDIS_URL: redis.url, ...env }))
  const services = {
    firehose: start('firehose/main.ts', { JETSTREAM_URL: network.jetstreamUrl }),
    indexer: start('indexer/main.ts'),
    scheduler: start('scheduler/main.ts'),
    api: start('api/main.ts', {
      PORT: String(apiPort),
      APPVIEW_URL: network.appViewUrl,
      AVATAR_HOSTS: network.appViewUrl,
      SITE_URL: site,
    }),
    frontend: start('frontend/main.ts', {
      PORT: String(sitePort),
      API_URL: apiUrl,
      SITE_URL: site,
    }),
  }
  const started = Object.values(services)
  await until('the circle is whole', () => isWhole(apiUrl, network), started)
  await until('the site answers', async () => (await fetched(site))?.ok ?? false, started)
  const browser = await launchBrowser()
  resources.defer(() => browser.close())
  const kept = resources.move()
  return {
    ...{ site, apiUrl, redisUrl: redis.url, network, browser, services },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The answer, or nothing where nobody listens yet. */
export async function fetched(url: string): Promise<Response | undefined> {
  return fetch(url).catch(() => undefined)
}

async function isWhole(apiUrl: string, { owner, partners }: KnownSite['network']) {
  const answer = await fetched(`${apiUrl}/interactions/${owner.did}`)
  if (!answer?.ok) return false
  const { received } = (await answer.json()) as { received: { like: number }[] }
  return received.length === partners.length && received.at(-1)?.like === 6
}
