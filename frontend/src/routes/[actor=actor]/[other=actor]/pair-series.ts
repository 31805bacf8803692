import type { AnswerTo } from '@orrery/shared/client'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { ChartData } from '#lib/charts/chart.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** More hours than these are drawn as days, more days than these as weeks. */
const MOST_STEPS = 750

type Pair = Pick<AnswerTo<'/pairs/{a}/{b}'>, 'window' | 'hours'>

/** Names a series: what the first account sent stands above the line, what it received below. */
export const nameOf = (side: 'sent' | 'received', type: string) => `${side}:${type}`

/** What went both ways by type, for each step of the window. */
export function pairSeriesOf({ window, hours }: Pair): ChartData {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  const step = [HOUR, DAY].find((length) => (to - from) / length <= MOST_STEPS) ?? 7 * DAY
  const start = from - (from % step)
  const count = Math.max(1, Math.ceil((to - start) / step))
  const series = (['sent', 'received'] as const).flatMap((side) =>
    INTERACTION_TYPES.map((type) => {
      const values = Array<number>(count).fill(0)
      for (const hour of hours) {
        const index = Math.floor((Date.parse(hour.hour) - start) / step)
        if (index >= 0 && index < count) values[index] = (values[index] ?? 0) + hour[side][type]
      }
      return { name: nameOf(side, type), values, below: side === 'received' }
    }),
  )
  const times = Array.from({ length: count }, (_, index) => isoOf(start + index * step))
  return { times, step, series }
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
