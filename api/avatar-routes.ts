import type Router from '@koa/router'
import { z } from 'zod'
import type { AppView } from './appview.ts'
import type { Avatars } from './avatars.ts'
import { etagOf, isKnown } from './etag.ts'
import { keptFor } from './kept-for.ts'
import { type Documentation, documented } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import { readActor, readQuery } from './parameters.ts'
import type { ReadProfiles } from './profiles.ts'
import { Refusal } from './refusal.ts'
import { refusePrivate } from './shown.ts'
import type { Stored } from './stored.ts'

export type AvatarDependencies = {
  readStored: () => Promise<Stored>
  readProfiles: ReadProfiles
  appView: AppView
  avatars: Avatars
}

const HOUR = 3600
const LATE = 5

const avatarQuery = z.object({
  size: z
    .enum(['small', 'large'], 'expected small or large')
    .default('small')
    .meta({ description: '128 or 480 pixels wide.' }),
})

const avatarCall: Documentation = {
  group: 'Pictures',
  id: 'getAvatar',
  summary: 'The avatar of an account',
  query: avatarQuery,
  answer: { media: 'image/jpeg', description: 'The avatar.' },
  refusals: [...NAMED, ...ACTIVE, 'AccountPrivate', 'NoAvatar', 'AvatarLate'],
  headers: ['ETag'],
}

/** Avatars from here, so that pages need not ask others. */
export function addAvatarRoutes(router: Router, dependencies: AvatarDependencies): void {
  const { readStored, readProfiles, appView, avatars } = dependencies

  router.get('/avatar/:actor', documented(avatarCall), keptFor(HOUR), async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const { size } = readQuery(avatarQuery, ctx.query)
    const stored = await readStored()
    const { did } = await ownerOf(stored.store, appView, actor)
    await refuseHidden(stored.store, did)
    const profile = (await readProfiles(stored, [did])).get(did)
    if (profile) refusePrivate(profile)
    const wanted = profile ? [{ person: profile, size }] : []
    const { images, late } = await avatars.readMany(stored.store, wanted)
    const [image] = images
    if (image === undefined) throw noAvatar(late)
    if (isKnown(ctx, etagOf(image))) return
    ctx.type = 'jpg'
    ctx.body = image
  })
}

function noAvatar(late: boolean): Refusal {
  return late
    ? new Refusal(503, 'AvatarLate', 'The avatar is still on its way.', LATE)
    : new Refusal(404, 'NoAvatar', 'This account has no avatar that can be shown.')
}
