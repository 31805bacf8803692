import type { Step } from './step.ts'

/** A count that belongs to the minute `at` lies in. */
export type Sample = { metric: string; at: number; value: number }

/** A value of one step that is not the sum of finer ones, such as a number of distinct accounts. */
export type StepSample = Sample & { step: Step }

/** The sum of the minutes of one step that begins at `at`, or the step's own value. */
export type Point = { at: number; value: number }

/**
 * Global series. Counts are written by the minute; hours and days follow by themselves. What cannot be
 * summed is written for each step. A write sets the value, so that writing twice changes nothing. One
 * process writes, and a metric is written in one of the two ways only.
 */
export type Series = {
  set(metric: string, at: number, value: number): Promise<void>
  setMany(samples: Sample[]): Promise<void>
  setSteps(samples: StepSample[]): Promise<void>
  /** Oldest first, steps that begin in [from, to); a step nobody wrote to is missing, not zero. */
  range(metric: string, from: number, to: number, step: Step): Promise<Point[]>
}
