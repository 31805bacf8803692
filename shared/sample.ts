import type { Step } from './step.ts'

/** A count that belongs to the minute `at` lies in. */
export type Sample = { metric: string; at: number; value: number }

/** The sum of the minutes of one step that begins at `at`. */
export type Point = { at: number; value: number }

/**
 * Global series of counts. They are written by the minute; hours and days follow by themselves. A
 * write sets the value of its minute, so that writing twice changes nothing. One process writes.
 */
export type Series = {
  set(metric: string, at: number, value: number): Promise<void>
  setMany(samples: Sample[]): Promise<void>
  /** Oldest first, steps that begin in [from, to); a step nobody wrote to is missing, not zero. */
  range(metric: string, from: number, to: number, step: Step): Promise<Point[]>
}
