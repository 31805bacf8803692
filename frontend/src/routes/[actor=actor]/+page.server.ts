import { redirect } from '@sveltejs/kit'
import { activitySeriesOf } from '#lib/activity.ts'
import { chartOf } from '#lib/charts/chart-of.ts'
import { zoneOf } from '#lib/locale/preferences.ts'
import { partnersPageOf } from '#lib/partners.ts'
import { readAccount } from '#lib/server/account.ts'
import { readProfiles, unknownProfile } from '#lib/server/accounts.ts'
import { coloursOf, hasOwnColours, pictureOf } from '#lib/server/circle-picture.ts'
import { findPartners } from '#lib/server/find-partners.ts'
import { searchOf } from '#lib/view.ts'
import { FORM, queryOfForm } from '#lib/view-form.ts'
import { viewOf } from '#lib/view-reading.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const query = url.searchParams
  const asked = url.pathname
  if (query.has(FORM)) {
    redirect(303, asked + searchOf(queryOfForm(query, zoneOf(query.get('zone') ?? '') ?? 'UTC')))
  }
  const { view: wanted, problems } = viewOf(query)
  const now = Date.now()
  const account = await readAccount({
    ...{ actor: params.actor, view: wanted, language: locals.language, now },
  })
  const { view, circle, activity, change, since, gaps } = account
  const found = await findPartners(account.partners, view.find, circle.orbits.flat())
  const partners = partnersPageOf(found, view)
  const dids = partners.rows.flatMap(({ did }) => did ?? [])
  const profiles = await readProfiles(dids, circle.orbits.flat())
  return {
    ...{ circle, view, change, since, now },
    problems: [...problems, ...account.problems],
    picture: pictureOf(circle, view, locals),
    isColoured: hasOwnColours(view),
    colours: coloursOf(view),
    sums: { sent: activity.sent, received: activity.received, accounts: activity.accounts },
    everSeen: account.everSeen && {
      count: account.everSeen.sent.total + account.everSeen.received.total,
      since: since ?? account.everSeen.window.from,
    },
    missing: gaps.filter(({ from, to }) => {
      return from < circle.window.to && (to === null || to > circle.window.from)
    }).length,
    chart: chartOf(activitySeriesOf(account.shownActivity, since), {
      ...{ kind: 'bars', zone: locals.zone, now, gaps },
    }),
    partners: {
      ...partners,
      all: account.partners.length,
      rows: partners.rows.map((row) => ({
        ...row,
        profile: profiles.get(row.did ?? '') ?? unknownProfile(row.did),
      })),
    },
  }
}
