/** How the series are drawn: bars and areas stand upon each other, lines do not. */
export type ChartKind = 'bars' | 'areas' | 'lines'

/** A value for each step, null where nobody knows; those that are `below` hang from the zero line. */
export type Series = { name: string; values: (number | null)[]; below?: boolean }

/** What a chart is of: the ISO beginnings of its steps, and how long (milliseconds) each of them is. */
export type ChartData = { times: string[]; step: number; series: Series[] }

/** Somewhere on a chart, as a share of its width from the left or of its height from the top. */
export type Mark<Value> = { value: Value; place: number }

/** A chart that is ready to be shown, without any further reckoning. */
export type Chart = ChartData & {
  kind: ChartKind
  /** Path data for each series, in `BOX`. */
  paths: string[]
  /** Where zero is, from the top. */
  zero: number
  timeMarks: Mark<string>[]
  valueMarks: Mark<number>[]
  /** Where events are missing or nothing is known. */
  bands: { place: number; width: number }[]
  /** Whether the last step still goes on. */
  isRunning: boolean
}

/** The box that paths are drawn in; it is stretched to the room there is. */
export const BOX = { width: 1000, height: 400 }
