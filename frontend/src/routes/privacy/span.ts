/** A number of hours in the words of people: `48 hours`, `7 days`. */
export function spanOf(hours: number): string {
  if (hours >= 72 && hours % 24 === 0) return `${hours / 24} days`
  return hours === 1 ? 'one hour' : `${hours} hours`
}
