import type { Circle, Shown, TimeWindow } from '@orrery/shared/circle'
import { activitySeriesOf } from '#lib/activity.ts'
import { chartOf } from '#lib/charts/chart-of.ts'
import { partnersPageOf } from '#lib/partners.ts'
import type { Account } from '#lib/server/account.ts'
import { readProfiles, unknownProfile } from '#lib/server/accounts.ts'
import { coloursOf } from '#lib/server/circle-picture.ts'
import { findPartners } from '#lib/server/find-partners.ts'
import { originOf } from '#lib/server/site-url.ts'
import { queryOfOthers } from '#lib/view.ts'

type Asked = { url: URL; zone: string; now: number }

/** What each part of the page shows. */
export async function partsOf(account: Account, { url, zone, now }: Asked) {
  const { view, circle, activity, change, since, gaps } = account
  const { sent, received, accounts } = activity
  const path = url.pathname
  const centre = centreOf(circle)
  const series = activitySeriesOf(account.shownActivity, since)
  const { rows, ...pages } = await namedPartners(account)
  const all = account.partners.length
  return {
    header: { circle: centre },
    options: { view, path, zone, window: circle.window, colours: coloursOf(view) },
    share: { circle, view, site: originOf(url) },
    summary: {
      ...{ circle: centre, view, path, since, sums: { sent, received, accounts } },
      ...{ everSeen: seenOf(account), missing: gapsIn(circle.window, gaps) },
    },
    change: change && { change, circle: centre },
    activity: { chart: chartOf(series, { kind: 'bars', zone, now, gaps }), view },
    find: {
      ...{ partners: { ...pages, all }, view, path },
      most: accounts[view.direction] > all ? accounts[view.direction] : undefined,
    },
    table: {
      ...{ partners: { ...pages, rows }, view, owner: centre, path, now },
      query: queryOfOthers(view),
    },
  }
}

/** One page of the partners, with their names. */
async function namedPartners({ partners, circle, view }: Account) {
  const known = circle.orbits.flat()
  const { rows, ...pages } = partnersPageOf(await findPartners(partners, view.find, known), view)
  const dids = rows.flatMap(({ did }) => did ?? [])
  const profiles = await readProfiles(dids, known)
  const named = rows.map((row) => {
    const profile: Shown = profiles.get(row.did ?? '') ?? unknownProfile(row.did)
    return { ...row, profile }
  })
  return { ...pages, rows: named }
}

/** The account without its people. */
function centreOf({ orbits: _, ...centre }: Circle): Circle {
  return { ...centre, orbits: [] }
}

function seenOf({ everSeen, since }: Account) {
  if (everSeen === null) return null
  const { sent, received, window } = everSeen
  return { count: sent.total + received.total, since: since ?? window.from }
}

function gapsIn({ from, to }: TimeWindow, gaps: Account['gaps']): number {
  return gaps.filter((gap) => gap.from < to && (gap.to === null || gap.to > from)).length
}
