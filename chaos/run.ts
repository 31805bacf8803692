import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printAccount } from './account.ts'
import { runChaos } from './chaos.ts'
import { requestOf, USAGE } from './options.ts'

// Exiting is what ends the processes that it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

/** `npm run chaos`: exits with 1 where something was found, with 2 where the command line is wrong. */
const request = requestOf(process.argv.slice(2))
if (request) {
  const { out = join(import.meta.dirname, '..', 'bench', 'results', 'chaos.json'), ...options } =
    request
  const began = performance.now()
  const sinceBegin = () => `${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  `
  const say = (line: string) => console.log(sinceBegin() + line)
  const account = await runChaos({ ...options, say })
  printAccount(account)
  await writeFile(
    out,
    `${JSON.stringify({ at: new Date().toISOString(), ...account }, undefined, 2)}\n`,
  )
  process.exitCode = account.findings.length === 0 ? 0 : 1
} else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
