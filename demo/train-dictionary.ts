import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loggedOf } from './event-log.ts'
import { wireV2 } from './jetstream-v2.ts'
import { simulate } from './simulation/simulate.ts'

/**
 * Writes `jetstream.zdict`: what compresses the frames of a simulated network, both v1's and v2's.
 * It takes the program `zstd`, and gives the same bytes each time.
 */
const SAMPLES = 4000
const BYTES = 8192
const ID = 20_261_120

const folder = await mkdtemp(join(tmpdir(), 'orrery-dictionary-'))
try {
  const startUs = Date.parse('2026-11-20T12:00:00Z') * 1000
  const events = simulate({ seed: 1, accounts: 400, startUs, rateAt: () => 30 })
  const files = Array.from({ length: SAMPLES }, (_, at) => join(folder, `${at}.json`))
  for (const [at, file] of files.entries()) {
    const event = loggedOf(events.next().value)
    await writeFile(file, (at % 2 === 0 && wireV2.frameOf(event, at + 1)) || event.line)
  }
  const output = join(import.meta.dirname, 'jetstream.zdict')
  const options = ['--train', `--maxdict=${BYTES}`, `--dictID=${ID}`, '-q', '-o', output]
  execFileSync('zstd', [...options, '-r', folder])
} finally {
  await rm(folder, { recursive: true })
}
