import type Router from '@koa/router'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import { seriesCall, statsCall } from './openapi-network.ts'
import { openStats } from './stats.ts'
import { readSeriesQuery } from './stats-query.ts'
import { readStatsSeries } from './stats-series.ts'
import type { Stored } from './stored.ts'

type Dependencies = { readStored: () => Promise<Stored>; clock: () => number }

export function addStatsRoutes(router: Router, { readStored, clock }: Dependencies): void {
  const readStats = openStats()

  router.get('/stats', documented(statsCall), keptFor(5), async (ctx) => {
    ctx.body = await readStats({ stored: await readStored(), now: clock() })
  })

  router.get('/stats/series', documented(seriesCall), keptFor(15), async (ctx) => {
    const now = clock()
    const query = readSeriesQuery(ctx.query, now)
    const [first, ...more] = await readStatsSeries({ stored: await readStored(), now }, query)
    ctx.body = more.length === 0 ? first : { series: [first, ...more] }
  })
}
