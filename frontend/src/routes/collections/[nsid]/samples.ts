import type { AnswerTo } from '@orrery/shared/client'
import { linksOf } from '@orrery/shared/links-of'

type Sample = AnswerTo<'/records'>[number]

/** A path at which records of the collection link to something, and an example of what. */
export type ExampleSource = { path: string; target: string }

/** The longest text of a record that is shown, in characters. */
const MOST = 20_000

/** Where the records link, in the order of sight, each path once. */
export function sourcesIn(samples: Pick<Sample, 'record'>[]): ExampleSource[] {
  const sources = new Map<string, string>()
  for (const { record } of samples) {
    for (const { path, target } of linksOf(record).links) {
      if (!sources.has(path)) sources.set(path, target.text)
    }
  }
  return Array.from(sources, ([path, target]) => ({ path, target }))
}

/** A record as people read JSON, cut where it is very long. */
export function textOf(record: unknown): string {
  const text = JSON.stringify(record, null, 2)
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}
