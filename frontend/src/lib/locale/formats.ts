import type { Language } from '@orrery/shared/language'

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** Writes numbers and times as a language does, times of a zone by its IANA name. */
export type Formats = {
  /** `1,234,567`. */
  count: (count: number) => string
  /** Exact below a million, from there on like `1.2M`. */
  roughly: (count: number) => string
  /** `0.256` as `26%`. */
  percent: (share: number) => string
  /** With one decimal at the most. */
  decimal: (value: number) => string
  /** With two decimals at the most, as points of a score have. */
  points: (value: number) => string
  /** `20 Nov 2026, 13:05:09 UTC`. */
  exact: (iso: string) => string
  /** `20 Nov 2026`. */
  day: (iso: string) => string
  /** `20 Nov`. */
  date: (iso: string) => string
  /** `20 Nov, 13:05`. */
  moment: (iso: string) => string
  /** `13:05`. */
  clock: (iso: string) => string
  /** `5m ago`; nothing within the same second, or later than `now` (clocks differ). */
  ago: (iso: string, now: number) => string | undefined
  /** `4 h`, `90 s`: a span in its largest whole unit. */
  span: (milliseconds: number) => string
}

export function formatsOf(language: Language, timeZone: string): Formats {
  const tag = language === 'en' ? 'en-GB' : language === 'pt' ? 'pt-BR' : language
  const number = (options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(tag, options)
  const time = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone, ...options })
  const whole = number()
  const compact = number({ notation: 'compact', maximumFractionDigits: 1 })
  const percent = number({ style: 'percent' })
  const decimal = number({ maximumFractionDigits: 1 })
  const points = number({ maximumFractionDigits: 2 })
  const ofDay = { day: 'numeric', month: 'short' } as const
  const ofClock = { hour: '2-digit', minute: '2-digit' } as const
  const exact = time({
    ...ofDay,
    year: 'numeric',
    ...ofClock,
    second: '2-digit',
    timeZoneName: 'short',
  })
  const day = time({ ...ofDay, year: 'numeric' })
  const date = time(ofDay)
  const moment = time({ ...ofDay, ...ofClock })
  const clock = time(ofClock)
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'always', style: 'narrow' })

  return {
    count: (count) => whole.format(count),
    roughly: (count) => (count < 1_000_000 ? whole : compact).format(count),
    percent: (share) => percent.format(share),
    decimal: (value) => decimal.format(value),
    points: (value) => points.format(value),
    exact: (iso) => exact.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    clock: (iso) => clock.format(new Date(iso)),
    ago(iso, now) {
      const elapsed = now - Date.parse(iso)
      const unit = UNITS.find(([, length]) => elapsed >= length)
      return unit && relative.format(-Math.floor(elapsed / unit[1]), unit[0])
    },
    span(milliseconds) {
      const [unit, length] = UNITS.find(([, length]) => milliseconds >= length) ?? ['second', 1000]
      const shown = Math.floor(milliseconds / length)
      return number({ style: 'unit', unit, unitDisplay: 'short' }).format(shown)
    },
  }
}
