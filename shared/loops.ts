import { setTimeout as sleep } from 'node:timers/promises'

/** Something that goes on until its signal aborts. */
export type Loop = (signal: AbortSignal) => Promise<void>

/**
 * Runs loops until the signal aborts. When one ends or fails the others are told to stop; when all
 * have, the first error is thrown.
 */
export async function runTogether(loops: Loop[], signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const errors: unknown[] = []
  const either = AbortSignal.any([signal, over.signal])
  await Promise.all(
    loops.map(async (loop) => {
      try {
        await loop(either)
      } catch (error) {
        errors.push(error)
      }
      over.abort()
    }),
  )
  if (errors.length > 0) throw errors[0]
}

/** Runs a task again and again with a pause before each time. */
export async function repeat(
  pauseMs: number,
  task: () => Promise<void> | void,
  signal: AbortSignal,
): Promise<void> {
  while (true) {
    await wait(pauseMs, signal)
    if (signal.aborted) return
    await task()
  }
}

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
