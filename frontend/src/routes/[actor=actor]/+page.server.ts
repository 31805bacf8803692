import type { Circle } from '@orrery/shared/circle'
import type { Interactions } from '#lib/interactions.ts'
import { partnersPageOf, sumOf } from '#lib/partners.ts'
import { readProfiles, unknownProfile } from '#lib/server/accounts.ts'
import { readApi } from '#lib/server/api.ts'
import { circleQueryOf, viewOf } from '#lib/view.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const view = viewOf(url.searchParams)
  const actor = encodeURIComponent(params.actor)
  const span = new URLSearchParams({ window: view.window, direction: view.direction })
  const [circle, interactions] = await Promise.all([
    readApi<Circle>(`/circles/${actor}${circleQueryOf(view)}`),
    readApi<Interactions>(`/interactions/${actor}?${span}`),
  ])

  const rows = interactions[view.direction] ?? []
  const partners = partnersPageOf(rows, view)
  const dids = partners.rows.flatMap(({ did }) => did ?? [])
  const profiles = await readProfiles(dids, circle.orbits.flat())
  return {
    circle,
    view,
    sum: sumOf(rows),
    partners: {
      ...partners,
      rows: partners.rows.map((row) => ({
        ...row,
        profile: profiles.get(row.did ?? '') ?? unknownProfile(row.did),
      })),
    },
    now: Date.now(),
  }
}
