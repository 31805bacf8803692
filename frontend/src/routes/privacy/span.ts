import type { privacy } from '#lib/words/en/privacy.ts'

/** A number of hours in the words of people: `48 hours`, `7 days`. */
export function spanOf(hours: number, words: Pick<typeof privacy, 'hours' | 'days'>): string {
  if (hours >= 72 && hours % 24 === 0) return words.days(hours / 24, String(hours / 24))
  return words.hours(hours, String(hours))
}
