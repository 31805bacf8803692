import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulate } from '../demo/simulation/simulate.ts'
import { root } from './services.ts'

const REAL_EVENTS = join(root, '..', 'shared', 'data', 'real-events.jsonl')

/** Jetstream v1 events, one a line, and the file that holds them. */
export type NetworkLines = AsyncDisposable & { file: string; lines: string[] }

/** Whether the recording of real events is there, which is not part of the repository. */
export const hasRealLines = existsSync(REAL_EVENTS)

export async function realLines(): Promise<NetworkLines> {
  return {
    file: REAL_EVENTS,
    lines: (await readFile(REAL_EVENTS, 'utf8')).trim().split('\n'),
    async [Symbol.asyncDispose]() {},
  }
}

const SIMULATED = { seed: 7, accounts: 800, startUs: Date.UTC(2026, 9, 1) * 1000 }
const EVENTS_PER_SECOND = 1

/** The first events of a simulated network, in a file that goes with its block. */
export async function simulatedLines(count: number): Promise<NetworkLines> {
  const events = simulate({ ...SIMULATED, rateAt: () => EVENTS_PER_SECOND })
  const lines = Array.from(events.take(count), (event) => JSON.stringify(event))
  const directory = await mkdtemp(join(tmpdir(), 'orrery-lines-'))
  const file = join(directory, 'events.jsonl')
  await writeFile(file, lines.join('\n'))
  return {
    file,
    lines,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

/** The times of the first and of the last line, in microseconds. */
export function spanOf(lines: string[]): { from: number; to: number } {
  return {
    from: JSON.parse(lines.at(0) ?? '').time_us,
    to: JSON.parse(lines.at(-1) ?? '').time_us,
  }
}
