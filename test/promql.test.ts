import { expect, test } from 'vitest'
import { type KnownMetric, labelsOf } from './promql.ts'

const METRICS = new Map<string, KnownMetric>([
  ['events_total', { type: 'counter', labels: new Set(['job', 'kind']) }],
  ['seconds_bucket', { type: 'counter', labels: new Set(['job', 'route', 'le']) }],
  ['lag', { type: 'gauge', labels: new Set(['job']) }],
])

test.each([
  ['lag', ['job']],
  ['max(lag) > 300 or absent(lag)', ['job']],
  ['sum by (kind) (rate(events_total{job=~"a.*"}[5m])) / 2', ['kind']],
  [
    'histogram_quantile(0.95, sum by (le, route) (rate(seconds_bucket[$__rate_interval])))',
    ['route'],
  ],
  ['time() - max(lag) by (job)', ['job']],
])('%s is understood', (expression, labels) => {
  expect([...labelsOf(expression, METRICS)]).toEqual(labels)
})

test.each([
  ['lags', 'told by no process'],
  ['lag{kind="a"}', 'no label kind'],
  ['sum by (route) (lag)', 'nothing has the label route'],
  ['rate(lag[5m])', 'rate of a gauge'],
  ['rate(events_total)', 'wrong argument'],
  ['max(lag[5m]) > 1)', 'more than one expression'],
  ['max(lag', ', is missing'],
  ['histogram_quantile(0.5, rate(events_total[5m]))', 'buckets are missing'],
  ['rat(events_total[5m])', 'rat is not known'],
  ['lag ~ 1', 'cannot be read'],
])('%s is refused', (expression, reason) => {
  expect(() => labelsOf(expression, METRICS)).toThrow(reason)
})
