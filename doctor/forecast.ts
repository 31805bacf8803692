import { bytesText, spanText } from './amounts.ts'
import { type Finding, findingsIn } from './finding.ts'

/** Sizes are bytes, spans are seconds, rates are interactions a second. */
export type Growth = {
  used: number
  limit: number
  rate: number
  bytesPerInteraction: number
  /** For how long raw links are kept, and how long there are any. Infinity where they are for ever. */
  retention: number
  age: number
  /** The same of history, by hours and days, and until the last week of it is forgotten. */
  history: number
  weeks: number
  historyAge: number
}

export type Forecast = {
  /** What is used when as much expires as comes; Infinity where nothing expires. */
  peak: number
  /** When the limit is reached; Infinity for never. */
  fullIn: number
}

/** What history takes of an interaction (bench/results/history.json), and weeks, a seventh as often. */
const HISTORY_BYTES = 8
const WEEK_BYTES = 1.2

/** Memory grows by all that comes until as much expires: first raw links, later what history keeps. */
export function forecastOf(growth: Growth): Forecast {
  const { used, limit, rate, bytesPerInteraction } = growth
  const phases = [
    { left: growth.retention - growth.age, bytes: bytesPerInteraction },
    { left: growth.history - growth.historyAge, bytes: HISTORY_BYTES },
    { left: growth.weeks - growth.historyAge, bytes: WEEK_BYTES },
  ].filter(({ left }) => left > 0)
  const peak = used + phases.reduce((sum, { left, bytes }) => sum + left * bytes * rate, 0)
  let size = used
  let passed = 0
  for (const end of phases.map(({ left }) => left).toSorted((one, other) => one - other)) {
    const slope = phases.reduce((sum, { left, bytes }) => sum + (left > passed ? bytes : 0), 0)
    const grown = size + (end - passed) * slope * rate
    if (grown >= limit) return { peak, fullIn: passed + (limit - size) / (slope * rate) }
    size = grown
    passed = end
  }
  return { peak, fullIn: used >= limit ? 0 : Number.POSITIVE_INFINITY }
}

const { ok, warn, fail } = findingsIn('memory')

const DAY_SECONDS = 86_400
/** Above this share of the limit there is no room for what is not foreseen. */
const COMFORTABLE = 0.85

/** What the forecast means, in words. */
export function tellForecast(growth: Growth, limitName: string): Finding {
  const { used, limit, rate, bytesPerInteraction } = growth
  const { peak, fullIn } = forecastOf(growth)
  const now = `${bytesText(used)} of ${bytesText(limit)} (${limitName}) is used`
  const at = `at the present rate (${rate.toFixed(rate < 10 ? 1 : 0)} interactions/s of ${Math.round(bytesPerInteraction)} bytes)`
  if (fullIn < Number.POSITIVE_INFINITY) {
    const say = fullIn < DAY_SECONDS ? fail : warn
    return say(`${now}; ${at} it is full in ${spanText(fullIn)}`, adviceFor(growth))
  }
  const level = `${now}; ${at} it levels off at ${bytesText(peak)}`
  return peak > limit * COMFORTABLE ? warn(level, adviceFor(growth)) : ok(level)
}

function adviceFor({ limit, rate, bytesPerInteraction }: Growth): string {
  const hours = Math.floor((limit * COMFORTABLE) / (rate * bytesPerInteraction) / 3600)
  return `Give Redis more memory, or keep less: RETENTION_HOURS=${Math.max(1, hours)} would fit without history; HISTORY_DAYS and LINK_COLLECTIONS count as well.`
}
