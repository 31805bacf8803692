const MOST_QUERIES = 4
const SHORTEST = 3
/** Of a handle that is mistyped near its end, so much is likely to be right. */
const SURE_PART = 0.6

/**
 * Beginnings of names and handles that somebody who typed this may mean: as it stands, with Bluesky's
 * own domain, without a domain, and its first letters.
 */
export function beginningsLike(handle: string): string[] {
  const [label = ''] = handle.split('.')
  const start = label.slice(0, Math.max(SHORTEST, Math.ceil(label.length * SURE_PART)))
  const all = [handle, `${label}.bsky.social`, label, start].filter(
    (text) => text.length >= SHORTEST,
  )
  return [...new Set(all)].slice(0, MOST_QUERIES)
}

/** Orders handles so that the one most like this comes first: people mistake domains rather than names. */
export function byNearnessTo(handle: string): (one: string, other: string) => number {
  const labelOf = (text: string) => text.split('.')[0] ?? ''
  const distanceTo = (text: string) => distanceBetween(handle, text)
  const labelDistanceTo = (text: string) => distanceBetween(labelOf(handle), labelOf(text))
  return (one, other) =>
    labelDistanceTo(one) - labelDistanceTo(other) || distanceTo(one) - distanceTo(other)
}

/** How many letters are to be added, left out or changed to get from one text to the other. */
export function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    let diagonal = index
    const next = [index + 1]
    for (const [place, wanted] of [...other].entries()) {
      const above = row[place + 1] ?? 0
      next.push(Math.min(above + 1, (next[place] ?? 0) + 1, diagonal + (letter === wanted ? 0 : 1)))
      diagonal = above
    }
    row = next
  }
  return row.at(-1) ?? 0
}
