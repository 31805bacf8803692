import { LANGUAGES, type Language } from '@orrery/shared/language'

export const APPEARANCES = ['auto', 'light', 'dark', 'contrast'] as const

export type Appearance = (typeof APPEARANCES)[number]

/** Cookies in which the site remembers what somebody chose, and the zone that their browser told. */
export const LANGUAGE_COOKIE = 'language'
export const APPEARANCE_COOKIE = 'appearance'
export const ZONE_COOKIE = 'zone'

export const YEAR_SECONDS = 365 * 86_400

export function languageOf(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text)
}

export function appearanceOf(text: string | null | undefined): Appearance | undefined {
  return APPEARANCES.find((appearance) => appearance === text)
}

/** A time zone by its IANA name, where it is one. */
export function zoneOf(text: string | undefined): string | undefined {
  if (!text || text.length > 50) return
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    // Anybody can write anything into a cookie.
  }
}
