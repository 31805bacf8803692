/** What is kept and for how long, and how to be left out. */
export type Privacy = {
  /** Null where links are kept for ever. */
  links: { hours: number | null; cids: boolean }
  /** Counts by the hour, and as many days again by the day; then by the week. */
  history: { days: number; weeks: number }
  profiles: { hours: number }
  optOut: { post: string; back: string }
  /** Where to write to. */
  contact: string | null
}
