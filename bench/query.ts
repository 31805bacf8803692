import { type BenchOptions, sizesOf } from './options.ts'
import { type QueryRun, runQueries } from './query-run.ts'
import type { Figures } from './result.ts'
import { printTable } from './table.ts'

/** How long questions take at the HTTP API while events are indexed, at several sizes of the store. */
export async function measureQuery(options: BenchOptions): Promise<Figures> {
  const sizes = sizesOf(options, [200_000, 1_000_000, ...(options.large ? [5_000_000] : [])])
  const scale: QueryRun[] = []
  for (const size of sizes) {
    const run = await runQueries(options, size)
    printRun(run)
    scale.push(run)
  }
  printScale(scale)
  const { parameters, latencies, ...main } = scale.find(isMain) ?? scale.at(-1) ?? { latencies: {} }
  return { parameters, ...main, ...latencies, scale }
}

function isMain({ parameters }: QueryRun): boolean {
  return parameters.interactions === 1_000_000
}

function printRun({ parameters, latencies, notes, ...run }: QueryRun) {
  const { interactions, accounts, targetLinks, rate, connections } = parameters
  console.log(
    `${interactions.toLocaleString('en')} interactions of ${accounts.toLocaleString('en')} accounts, ` +
      `one target with ${targetLinks.toLocaleString('en')} likes; ${connections} connections ` +
      `while ${rate} events/s come in; at the end ${run.backlogEntries} entries waited for the indexer.\n`,
  )
  printTable(
    ['question', 'p50 ms', 'p99 ms', 'requests', 'a second', 'bytes'],
    Object.entries(latencies).map(([name, { p50Ms, p99Ms, requests, perSecond, bytes }]) => [
      name,
      p50Ms,
      p99Ms,
      requests,
      perSecond,
      bytes,
    ]),
  )
  for (const note of notes) console.log(note)
  console.log()
}

function printScale(scale: QueryRun[]) {
  const names = Object.keys(scale[0]?.latencies ?? {})
  printTable(
    [
      'p50 / p99 ms',
      ...scale.map(({ parameters }) => parameters.interactions.toLocaleString('en')),
    ],
    names.map((name) => [
      name,
      ...scale.map(({ latencies }) => {
        const latency = latencies[name]
        return latency ? `${latency.p50Ms} / ${latency.p99Ms}` : '-'
      }),
    ]),
  )
}
