import type { StatedGap } from '@orrery/shared/stats'
import { scaleLinear, scaleUtc } from 'd3-scale'
import { bandsOf } from './bands.ts'
import type { Chart, ChartData, ChartKind } from './chart.ts'
import { layersOf, linesOf, pathsOf, type Shape } from './shapes.ts'
import { zoneOffsetOf } from './zone-offset.ts'

const DAY = 86_400_000
const TIME_MARKS = 7
const VALUE_MARKS = 4

export type ChartOptions = {
  kind: ChartKind
  /** The time zone whose full hours are marked; days are those of UTC. */
  zone: string
  now: number
  gaps?: Pick<StatedGap, 'from' | 'to'>[]
}

/** Reckons a chart where that costs the browser nothing: on the server. */
export function chartOf(data: ChartData, { kind, zone, now, gaps = [] }: ChartOptions): Chart {
  const { step, series } = data
  const times = data.times.map((time) => Date.parse(time))
  const from = times[0] ?? now
  const to = (times.at(-1) ?? now) + step
  const shapes = kind === 'lines' ? linesOf(series) : layersOf(series)
  const height = scaleLinear().domain(extentOf(shapes)).range([1, 0]).nice(VALUE_MARKS)
  const placeOf = (at: number) => rounded((at - from) / (to - from))
  const known = { from, to: Math.min(to, Math.max(now, from)) }
  return {
    ...data,
    kind,
    paths: pathsOf(kind, shapes, height),
    zero: rounded(height(0)),
    timeMarks: timeMarksOf({ from, to, step }, zone).map((at) => ({
      value: new Date(at).toISOString(),
      place: placeOf(at),
    })),
    valueMarks: height
      .ticks(VALUE_MARKS)
      .filter(Number.isInteger)
      .map((value) => ({ value: Math.abs(value), place: rounded(height(value)) })),
    bands: bandsOf({ times, step, series }, gaps, known).map((band) => ({
      place: placeOf(band.from),
      width: placeOf(band.to) - placeOf(band.from),
    })),
    isRunning: times.length > 0 && to > now,
  }
}

/** From the lowest to the highest end, zero between them; never empty. */
function extentOf(shapes: Shape[]): [low: number, high: number] {
  const ends = shapes.flat().flatMap((extent) => extent ?? [])
  const low = ends.reduce((least, end) => Math.min(least, end), 0)
  const high = ends.reduce((most, end) => Math.max(most, end), 0)
  return low === high ? [0, 1] : [low, high]
}

function timeMarksOf({ from, to, step }: { from: number; to: number; step: number }, zone: string) {
  const offset = step >= DAY ? 0 : zoneOffsetOf(zone, from)
  const marks = scaleUtc()
    .domain([from + offset, to + offset])
    .ticks(TIME_MARKS)
  return marks.map((mark) => mark.getTime() - offset).filter((at) => at >= from && at < to)
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000
}
