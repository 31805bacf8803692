import type { Fault } from './faults.ts'
import type { LogLine, Logs } from './log-lines.ts'

/** A fault that was inflicted: when, in Unix milliseconds, and what was done. */
export type Inflicted = { fault: Fault; from: number; to: number; done: string }

const WARNING = 40
const FATAL = 60
/** How long processes may take to find out, and to be as they were. */
const AFTERMATH = 60_000
/** There is none in all this time. */
const NO_APPVIEW = /^the AppView cannot be reached/

/**
 * Holds what was logged against what was done: every error is told with its cause, is explained by a
 * fault, and is told once for each time that it ended a process; nothing is said again while nothing
 * new happens.
 * @returns a sentence for each thing that does not fit
 */
export function judgeLogs({ lines, endings, unreadable }: Logs, inflicted: Inflicted[]): string[] {
  const told = lines.filter(({ level, message }) => level >= WARNING && !NO_APPVIEW.test(message))
  return [
    ...unreadable.map((line) => `no line of a log: ${line}`),
    ...told.filter((line) => !explanationOf(line, inflicted)).map((line) => `why? ${textOf(line)}`),
    ...told.filter(({ level, cause }) => level > WARNING && cause === '').map(causeless),
    ...miscounted(told, endings),
    ...repetitions(told, inflicted),
    ...unheard(lines, inflicted),
  ]
}

/** How many lines warn of each fault or tell of an error: each line counts for the latest it fits. */
export function countSaid(lines: LogLine[], inflicted: Inflicted[]): Map<Inflicted, number> {
  const said = new Map<Inflicted, number>()
  for (const line of lines) {
    const fault = line.level >= WARNING ? explanationOf(line, inflicted) : undefined
    if (fault) said.set(fault, (said.get(fault) ?? 0) + 1)
  }
  return said
}

function explanationOf(line: LogLine, inflicted: Inflicted[]): Inflicted | undefined {
  return inflicted.findLast(
    ({ fault, from, to }) => isWithin(line, from, to) && fault.cause.test(wordsOf(line)),
  )
}

function isWithin({ at }: LogLine, from: number, to: number): boolean {
  return at >= from && at <= to + AFTERMATH
}

/** A process that an error ended has said so, once. */
function miscounted(told: LogLine[], endings: Logs['endings']): string[] {
  const processes = new Set([...told, ...endings].map(({ process }) => process))
  return Array.from(processes).flatMap((process) => {
    const ended = endings.filter((each) => each.process === process).length
    const said = told.filter((each) => each.process === process && each.level === FATAL).length
    return ended === said ? [] : [`${process} ended ${ended} times by an error and said so ${said}`]
  })
}

/** The same words of one process again and again, while no other fault began and it did not end. */
function repetitions(told: LogLine[], inflicted: Inflicted[]): string[] {
  const runs = new Map<string, { count: number; since: number }>()
  const found: string[] = []
  for (const line of told.toSorted((one, other) => one.at - other.at)) {
    if (line.level === FATAL) continue
    const key = `${line.process} ${wordsOf(line)} ${line.details}`
    const run = runs.get(key)
    const isNew = run && isBetween(run.since, line, told, inflicted)
    if (!run || isNew) runs.set(key, { count: 1, since: line.at })
    else if (++run.count === 2) found.push(`said again: ${textOf(line)}`)
  }
  return found
}

function isBetween(since: number, line: LogLine, told: LogLine[], inflicted: Inflicted[]) {
  const isLater = (at: number) => at > since && at <= line.at
  const hasEnded = ({ process, level, at }: LogLine) =>
    level === FATAL && process === line.process && isLater(at)
  return inflicted.some(({ from }) => isLater(from)) || told.some(hasEnded)
}

function unheard(lines: LogLine[], inflicted: Inflicted[]): string[] {
  return inflicted.flatMap(({ fault: { name, mustSay }, from, to, done }) => {
    const isSaid = lines.some((line) => isWithin(line, from, to) && mustSay?.test(wordsOf(line)))
    return mustSay && !isSaid ? [`nobody said why: ${name} (${done})`] : []
  })
}

function causeless(line: LogLine): string {
  return `without a cause: ${textOf(line)}`
}

function wordsOf({ message, cause }: LogLine): string {
  return `${message}: ${cause}`
}

function textOf(line: LogLine): string {
  return `${new Date(line.at).toISOString()} ${line.process} ${wordsOf(line)} ${line.details}`
}
