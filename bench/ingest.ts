import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IngestRun, type Load, runIngest } from './ingest-run.ts'
import { type BenchOptions, sizesOf } from './options.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'

const MAIN_SIZE = 1_000_000
/** The live network's usual rate, and about how many accounts act in the hour of such a load. */
const LIVE_RATE = 350
const LIVE_ACCOUNTS = 300_000

/**
 * Events a second from the Jetstream socket to indexed. A small network's 48 hours are the figure;
 * the same number of events as dense as on the live network have fewer of them in each hash.
 */
export async function measureIngest(options: BenchOptions): Promise<Figures> {
  const sizes = sizesOf(options, [200_000, MAIN_SIZE, ...(options.large ? [5_000_000] : [])])
  const loads: Load[] = sizes.map(({ count, accounts }) => ({ events: count, accounts, hours: 48 }))
  if (options.events === undefined) {
    const hours = MAIN_SIZE / LIVE_RATE / 3600
    loads.push({ events: MAIN_SIZE, accounts: LIVE_ACCOUNTS, hours: rounded(hours) })
  }

  const directory = await mkdtemp(join(tmpdir(), 'orrery-bench-'))
  const scale: IngestRun[] = []
  try {
    for (const load of loads) {
      const run = await runIngest(options, load, directory)
      printRun(run)
      scale.push(run)
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  printScale(scale)
  const mainSize = options.events ?? MAIN_SIZE
  const main = scale[sizes.findIndex(({ count }) => count === mainSize)]
  return { ...main, scale }
}

function printRun({
  parameters,
  seconds,
  eventsPerSecond,
  sourceEventsPerSecond,
  ...run
}: IngestRun) {
  const { events, accounts, hours, indexers } = parameters
  console.log(
    `${events.toLocaleString('en')} events of ${accounts.toLocaleString('en')} accounts over ${hours} h, ` +
      `${indexers} indexer(s): ${eventsPerSecond.toLocaleString('en')} events/s in ${seconds} s; ` +
      `a client that does nothing reads ${sourceEventsPerSecond.toLocaleString('en')}/s.`,
  )
  console.log(
    `By quarters ${run.quarters.map((rate) => rate.toLocaleString('en')).join(', ')} events/s; ` +
      `append-only file ${run.appendOnlyBytesPerEvent} bytes an event, rewritten ` +
      `${run.appendOnlyRewrites} times by children that took ` +
      `${run.rewritingCpuMicrosecondsPerEvent} µs CPU/event.\n`,
  )
  printTable(
    ['process', 'µs CPU/event', 'of a core %', 'peak MiB', 'MiB at 25, 50, 75, 100 %'],
    Object.entries(run.cpuMicrosecondsPerEvent).map(([name, cpu]) => [
      name,
      cpu,
      (cpu * events) / seconds / 1e4,
      run.peakMiB[name] ?? 0,
      (run.residentMiB[name] ?? []).join(', '),
    ]),
  )
  console.log()
}

function printScale(scale: IngestRun[]) {
  printTable(
    ['events', 'accounts', 'hours', 'events/s', 'µs CPU/event'],
    scale.map(({ parameters, eventsPerSecond, cpuMicrosecondsPerEvent }) => [
      parameters.events,
      parameters.accounts,
      parameters.hours,
      eventsPerSecond,
      Object.values(cpuMicrosecondsPerEvent).reduce((sum, cpu) => sum + cpu, 0),
    ]),
  )
}
