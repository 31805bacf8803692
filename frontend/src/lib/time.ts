const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' })
const exact = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

/** `5m ago`; within the same second, or later than `now` (clocks differ), `just now`. */
export function relativeTimeOf(iso: string, now: number): string {
  const elapsed = now - Date.parse(iso)
  for (const [unit, length] of UNITS) {
    if (elapsed >= length) return relative.format(-Math.floor(elapsed / length), unit)
  }
  return 'just now'
}

/** `20 Nov 2026, 13:05:09 UTC`. */
export function exactTimeOf(iso: string): string {
  return `${exact.format(new Date(iso))} UTC`
}
