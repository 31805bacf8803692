import type { Profile } from '@orrery/shared/circle'
import type { Language } from '@orrery/shared/language'
import type { Appearance } from '#lib/locale/preferences.ts'

declare global {
  namespace App {
    interface Locals {
      language: Language
      /** The language that the address itself names. */
      addressed: Language | undefined
      appearance: Appearance
      /** The IANA name of the viewer's zone, `UTC` where it is not known. */
      zone: string
    }

    interface Error {
      /** What the API called it, as `UnknownActor`. */
      code?: string
      /** In how many seconds the API answers again. */
      retryAfter?: number
      /** Accounts with handles like the one that nobody has. */
      similar?: Profile[]
    }
  }
}
