import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join, relative } from 'node:path'
import type { BenchName, BenchOptions } from './options.ts'

/** What a measurement found: its figures, with names of their own, beside the machine they are of. */
export type Figures = Record<string, unknown>

/** Writes `<name>.json`; returns where it is, from the present directory. */
export async function saveResult(
  name: BenchName,
  { out = join(import.meta.dirname, 'results'), seed }: BenchOptions,
  figures: Figures,
): Promise<string> {
  const path = join(out, `${name}.json`)
  const result = {
    benchmark: name,
    at: new Date().toISOString(),
    machine: machineOf(),
    versions: versionsOf(),
    seed,
    ...figures,
  }
  await mkdir(out, { recursive: true })
  await writeFile(path, `${JSON.stringify(result, undefined, 2)}\n`)
  return relative(process.cwd(), path)
}

function machineOf() {
  const [first, ...others] = cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: others.length + 1,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  }
}

function versionsOf() {
  return {
    node: process.versions.node,
    redis: said('redis-server', ['--version'])?.match(/v=(\S+)/)?.[1] ?? null,
    commit: said('git', ['describe', '--always', '--dirty']) ?? null,
  }
}

/** What a program prints; undefined where there is no such program, or no repository. */
function said(program: string, parameters: string[]): string | undefined {
  try {
    return execFileSync(program, parameters, {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    }).trim()
  } catch {
    return undefined
  }
}
