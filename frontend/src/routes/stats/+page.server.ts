import { EVENT_KINDS } from '@orrery/shared/event-counts'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { ACCOUNTS, eventMetricOf, metricOf, postMetricOf } from '@orrery/shared/metrics'
import type { StatsSeries } from '@orrery/shared/stats'
import type { ChartKind } from '#lib/charts/chart.ts'
import { chartOf } from '#lib/charts/chart-of.ts'
import { readCall } from '#lib/server/api.ts'
import type { PageServerLoad } from './$types'
import { spanOf, statsViewOf } from './stats-view.ts'

/** So many are asked for, and so many of them drawn. */
const MOST_LANGUAGES = 9
const DRAWN_LANGUAGES = 6

export const load: PageServerLoad = async ({ url, locals }) => {
  const view = statsViewOf(url.searchParams)
  const stats = await readCall('/stats')
  const languages = stats.languages.slice(0, MOST_LANGUAGES).map(({ language }) => language)
  const now = Date.now()
  const { from, length } = spanOf(view, now)
  const asked = {
    metric: [
      ...INTERACTION_TYPES.map(metricOf),
      ...EVENT_KINDS.map(eventMetricOf),
      ACCOUNTS,
      ...languages.map(postMetricOf),
    ],
    step: view.step,
    from,
  }
  const answer = await readCall('/stats/series', asked)
  const all = 'series' in answer ? answer.series : [answer]
  const byMetric = new Map(all.map((series) => [series.metric, series]))
  const gaps = all[0]?.gaps ?? []

  function drawn(kind: ChartKind, names: readonly string[], metricOf: (name: string) => string) {
    const series = names.map((name) => ({ name, values: valuesOf(byMetric.get(metricOf(name))) }))
    const times = (all[0]?.points ?? []).map(([at]) => at)
    return chartOf({ times, step: length, series }, { kind, zone: locals.zone, now, gaps })
  }

  return {
    view,
    stats,
    gaps,
    interactions: drawn('bars', INTERACTION_TYPES, (type) => metricOf(type as 'like')),
    events: drawn('bars', EVENT_KINDS, (kind) => eventMetricOf(kind as 'create')),
    accounts: drawn('lines', [ACCOUNTS], (name) => name),
    posts: drawn('bars', languages.slice(0, DRAWN_LANGUAGES), postMetricOf),
    languages: languages
      .map((language) => ({ language, posts: sumOf(byMetric.get(postMetricOf(language))) }))
      .sort((one, other) => other.posts - one.posts),
    json: `/stats/series.json?${new URLSearchParams([
      ...asked.metric.map((metric) => ['metric', metric]),
      ['step', view.step],
      ['from', from],
    ])}`,
    now,
  }
}

function valuesOf(series: StatsSeries | undefined): (number | null)[] {
  return series?.points.map(([, value]) => value) ?? []
}

function sumOf(series: StatsSeries | undefined): number {
  return valuesOf(series).reduce<number>((sum, value) => sum + (value ?? 0), 0)
}
