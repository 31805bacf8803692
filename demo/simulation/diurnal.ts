/** Activity by UTC hour, mean 1, measured on the live network in November and December 2024. */
const LIKES = [
  1.15, 1.18, 1.16, 1.11, 0.87, 0.74, 0.67, 0.63, 0.6, 0.59, 0.61, 0.68, 0.81, 0.95, 1.06, 1.13,
  1.21, 1.27, 1.24, 1.25, 1.25, 1.27, 1.27, 1.31,
]
const POSTS = [
  1.07, 1.1, 1.08, 1.03, 0.8, 0.68, 0.63, 0.63, 0.66, 0.69, 0.72, 0.79, 0.89, 1.02, 1.12, 1.18,
  1.24, 1.29, 1.27, 1.24, 1.22, 1.22, 1.19, 1.22,
]

const HOUR_US = 3_600_000_000
const SCHEDULED_US = 30_000_000

export function hourOf(timeUs: number): number {
  return Math.floor(timeUs / HOUR_US) % 24
}

/** How busy the network is at a time, 1 on average over a day. */
export function activityAt(timeUs: number): number {
  return LIKES[hourOf(timeUs)] ?? 1
}

/** How much likelier a post is at an hour than the average mix says. */
export function postFactorOf(hour: number): number {
  return (POSTS[hour] ?? 1) / (LIKES[hour] ?? 1)
}

/** Scheduled posts come in the first half minute of each hour. */
export function isScheduled(timeUs: number): boolean {
  return timeUs % HOUR_US < SCHEDULED_US
}
