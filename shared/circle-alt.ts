import type { Circle, TimeWindow } from './circle.ts'
import { addressOf, isNamed } from './circle-person.ts'
import { WORDS } from './circle-words.ts'
import type { Language } from './language.ts'
import { DAY, HOUR } from './step.ts'

/** The window as it was asked for where it ends with the present: its length in milliseconds. */
export type Length = number | undefined

/** How long an alternative text may become; more than this is seldom read out or stored. */
const LENGTH = 1000

/**
 * What a picture of the circle shows, in words: everybody's address, orbit by orbit. What would make it
 * longer than 1000 characters is counted, not named, outer orbits first.
 */
export function altTextOf(circle: Circle, language: Language = 'en', length?: Length): string {
  const orbits = circle.orbits.filter((people) => people.length > 0)
  for (let named = orbits.length; named >= 0; named--) {
    const text = textOf(circle, orbits, named, { language, length })
    if (text.length <= LENGTH || named === 0) return text
  }
  return ''
}

function textOf(
  circle: Circle,
  orbits: Circle['orbits'],
  named: number,
  { language, length }: { language: Language; length: Length },
): string {
  const words = WORDS[language]
  const owner = addressOf(circle)
  const time = timeOf(circle.window, language, length)
  if (orbits.length === 0) return words.nothing(owner, time)

  const shown = circle.ranking === 'mutual' ? 'mutual' : circle.direction
  const lines = orbits.map((people, index) => {
    const names = people
      .map((person) => (isNamed(person) ? addressOf(person) : words.unnamed))
      .join(words.comma)
    return `${words.orbit(index + 1)}: ${index < named ? names : words.more(people.length)}`
  })
  const space = words.stop.endsWith(' ') ? ' ' : ''
  return words.closest[shown](owner, time) + space + (lines.join(words.stop) + words.stop).trim()
}

/**
 * A window in words: `in the last 48 hours` where its length is given, which then says the same for as
 * long as it does not move, else between two times.
 */
export function timeOf({ from, to }: TimeWindow, language: Language, length?: Length): string {
  const words = WORDS[language]
  if (length === undefined) return words.between(minuteOf(from), minuteOf(to))
  const hours = Math.round(length / HOUR)
  return hours <= 48 ? words.hours(hours) : words.days(Math.round(length / DAY))
}

/** `2026-11-20 13:05 UTC` from an ISO time. */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
