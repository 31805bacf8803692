import { OPT_IN_TAG, OPT_OUT_TAG } from '@orrery/shared/opt-out'
import type { Privacy } from '@orrery/shared/privacy'
import { PROFILE_HOURS } from './profiles.ts'

/** The settings that decide what is kept. */
export type KeptSettings = {
  /** 0 where links are kept for ever. */
  retentionHours: number
  historyDays: number
  historyWeeks: number
  storesCids: boolean
  contact: string | undefined
}

/** As the settings are where nothing is set. */
export const KEPT_BY_DEFAULT: KeptSettings = {
  retentionHours: 48,
  historyDays: 30,
  historyWeeks: 52,
  storesCids: false,
  contact: undefined,
}

export function privacyOf({
  retentionHours,
  historyDays,
  historyWeeks,
  storesCids,
  contact,
}: KeptSettings): Privacy {
  return {
    links: { hours: retentionHours || null, cids: storesCids },
    history:
      retentionHours === 0 ? { days: 0, weeks: 0 } : { days: historyDays, weeks: historyWeeks },
    profiles: { hours: PROFILE_HOURS },
    optOut: { post: `#${OPT_OUT_TAG}`, back: `#${OPT_IN_TAG}` },
    contact: contact ?? null,
  }
}
