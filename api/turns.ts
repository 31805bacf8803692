import { setImmediate } from 'node:timers/promises'

/** How long one computation may keep others waiting, in milliseconds. */
const TURN = 4

/** Awaited again and again in a long computation, it gives others their turn now and then. */
export function takeTurns(): () => Promise<void> | undefined {
  let began = performance.now()

  async function giveTurn(): Promise<void> {
    await setImmediate()
    began = performance.now()
  }

  return () => (performance.now() - began < TURN ? undefined : giveTurn())
}

const RUN = 8192

/** `toSorted` for very many items: sorts runs, then merges them two by two. */
export async function sortInTurns<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Promise<Item[]> {
  const turn = takeTurns()
  let runs: Item[][] = []
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare))
    await turn()
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await mergeInTurns(runs[at] ?? [], runs[at + 1] ?? [], compare, turn))
    }
    runs = merged
  }
  return runs[0] ?? []
}

async function mergeInTurns<Item>(
  some: Item[],
  others: Item[],
  compare: (a: Item, b: Item) => number,
  turn: () => Promise<void> | undefined,
): Promise<Item[]> {
  const merged: Item[] = []
  let next = 0
  for (const item of some) {
    while (next < others.length && compare(others[next] as Item, item) < 0) {
      merged.push(others[next++] as Item)
    }
    merged.push(item)
    if (merged.length % 1024 === 0) await turn()
  }
  for (const item of others.slice(next)) merged.push(item)
  return merged
}
