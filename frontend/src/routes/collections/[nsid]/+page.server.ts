import type { AnswerTo } from '@orrery/shared/client'
import { blueskyPageOf } from '#lib/bluesky.ts'
import { chartOf } from '#lib/charts/chart-of.ts'
import { readProfiles, unknownProfile } from '#lib/server/accounts.ts'
import { readCall } from '#lib/server/api.ts'
import { readAllCollections } from '#lib/server/collections.ts'
import { readKnown } from '#lib/server/known-gaps.ts'
import type { PageServerLoad } from './$types'
import { PERIODS, periodOf, startOf } from './collection-view.ts'
import { sourcesIn, textOf } from './samples.ts'

const COUNTED = ['creates', 'updates', 'deletes'] as const

export const load: PageServerLoad = async ({ params: { nsid }, url, locals }) => {
  const period = periodOf(url.searchParams)
  const now = Date.now()
  const { step } = PERIODS[period]
  const asked = { collection: nsid, since: startOf(period, now), step: step / 1000 }
  const [timeseries, samples, all, { since, gaps }] = await Promise.all([
    readCall('/timeseries', asked),
    readCall('/records', { collection: nsid }),
    readAllCollections(undefined, now),
    readKnown(),
  ])
  const counts = timeseries.series[nsid] ?? []
  const drawn = { zone: locals.zone, now, gaps }
  const times = { times: timeseries.range, step }
  const valuesOf = (name: keyof (typeof counts)[number]) =>
    counts.map((each, index) => {
      const end = Date.parse(timeseries.range[index] ?? '') + step
      return end > since ? each[name] : null
    })
  return {
    nsid,
    period,
    ever: all.find((collection) => collection.nsid === nsid) ?? null,
    written: chartOf(
      { ...times, series: COUNTED.map((name) => ({ name, values: valuesOf(name) })) },
      { kind: 'bars', ...drawn },
    ),
    accounts: chartOf(
      { ...times, series: [{ name: 'accounts', values: valuesOf('dids_estimate') }] },
      { kind: 'lines', ...drawn },
    ),
    samples: await shownOf(samples),
    sources: sourcesIn(samples),
    json: `/collections/${nsid}/series.json?${new URLSearchParams({ since: asked.since, step: String(asked.step) })}`,
    now,
  }
}

/** Records are worth showing without names, too. */
async function shownOf(samples: AnswerTo<'/records'>) {
  const dids = [...new Set(samples.map(({ did }) => did))]
  const profiles = await readProfiles(dids, []).catch(() => new Map<string, never>())
  return samples.map(({ did, collection, rkey, record, time_us }) => ({
    uri: `at://${did}/${collection}/${rkey}`,
    profile: profiles.get(did) ?? unknownProfile(did),
    at: new Date(time_us / 1000).toISOString(),
    page: blueskyPageOf(did, { collection, rkey }),
    text: textOf(record),
  }))
}
