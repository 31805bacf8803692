import { measureHistory } from './history.ts'
import { measureIngest } from './ingest.ts'
import { measureLive } from './live.ts'
import { measureMemory } from './memory.ts'
import { type BenchOptions, readOptions, USAGE } from './options.ts'
import { measurePictures } from './pictures.ts'
import { measureQuery } from './query.ts'
import { saveResult } from './result.ts'
import { measureSite } from './site.ts'
import { measureSoak } from './soak.ts'
import { measureTop } from './top.ts'

/** `npm run bench -- <name> [<name>]`: runs the named measurements one after the other. */
const BENCHMARKS = {
  memory: measureMemory,
  ingest: measureIngest,
  query: measureQuery,
  history: measureHistory,
  live: measureLive,
  top: measureTop,
  pictures: measurePictures,
  site: measureSite,
  soak: measureSoak,
}

async function run(options: BenchOptions): Promise<void> {
  for (const name of options.names) {
    console.log(`\n# ${name}\n`)
    const figures = await BENCHMARKS[name](options)
    console.log(`\nwritten to ${await saveResult(name, options, figures)}`)
  }
}

// Exiting is what ends the processes that a measurement has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const options = readOptions(process.argv.slice(2))
if (options) await run(options)
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
