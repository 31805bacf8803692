import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createLastAnswers } from '@orrery/shared/last-answers'
import { aborted, ready, runService } from '@orrery/shared/service'
import { offerSiteMetrics } from './metrics.ts'

const built = new URL('./build/handler.js', import.meta.url)

if (!existsSync(built)) {
  process.stderr.write('The site is not built yet: run `npm run build` first.\n')
  process.exit(1)
}

/** How long clients that keep a connection have to use it once more, in milliseconds. */
const FAREWELL = 1000
/** How long requests may take to finish after that. */
const GRACE = 3000

await runService('frontend', async ({ signal, log }) => {
  await using _ = await offerSiteMetrics(log)
  const { handler } = await import(built.href)
  const server = createServer((request, response) => {
    handler(request, response, () => response.writeHead(404).end())
  })
  const giveLastAnswers = createLastAnswers(server)
  const host = process.env.HOST || '127.0.0.1'
  const port = Number(process.env.PORT || 3000)
  server.listen(port, host)
  await once(server, 'listening')
  log.info({ host, port }, 'listening')
  ready()

  await aborted(signal)
  await giveLastAnswers(FAREWELL)
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE)
  await closed
  clearTimeout(cut)
})
