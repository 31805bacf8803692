import type { Router } from '@koa/router'
import type { Sources } from './answers.ts'
import { exportOf } from './export.ts'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import { exportCall, privacyCall } from './openapi-privacy.ts'
import { readActor } from './parameters.ts'
import { type KeptSettings, privacyOf } from './privacy.ts'

/** What is kept of people: in general, and of one account. */
export function addPrivacyRoutes(
  router: Router,
  { sources, kept }: { sources: () => Promise<Sources>; kept: KeptSettings },
): void {
  router.get('/privacy', documented(privacyCall), keptFor(60), (ctx) => {
    ctx.body = privacyOf(kept)
  })

  router.get('/export/:actor', documented(exportCall), async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const text = await exportOf(await sources(), actor)
    ctx.set('Cache-Control', 'no-store')
    ctx.set('Content-Disposition', 'attachment; filename="orrery-export.json"')
    ctx.type = 'json'
    ctx.body = text
  })
}
