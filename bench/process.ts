import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const root = join(import.meta.dirname, '..')

/** A program of the project as a process of its own; told to stop at the end of `await using`. */
export type BenchProcess = AsyncDisposable & {
  name: string
  pid: number
  /** What it printed last, at most some kilobytes. */
  output(): string
  /** @throws where it has ended by itself */
  assertRuns(): void
}

const KEPT_CHARACTERS = 8192
const GRACE_MILLISECONDS = 15_000

/**
 * @param script path from the project's root
 * @param profiles the directory that gets a CPU profile of it when it ends
 */
export function startProcess(
  name: string,
  script: string,
  {
    env = {},
    parameters = [],
    profiles,
  }: { env?: Record<string, string>; parameters?: string[]; profiles?: string | undefined } = {},
): BenchProcess {
  const profiling = profiles
    ? ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-name', `${name}.cpuprofile`]
    : []
  const child = spawn(process.execPath, [...profiling, script, ...parameters], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-KEPT_CHARACTERS)
    })
  }
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null

  return {
    name,
    pid: child.pid ?? 0,
    output: () => printed,
    assertRuns() {
      if (hasEnded()) throw new Error(`${name} ended by itself:\n${printed}`)
    },
    async [Symbol.asyncDispose]() {
      if (hasEnded()) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const cut = setTimeout(kill, GRACE_MILLISECONDS)
      await ended
      clearTimeout(cut)
    },
  }
}

/**
 * Waits until the check holds.
 * @throws after the seconds, or as soon as one of the processes has ended
 */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  processes: BenchProcess[] = [],
  seconds = 60,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await check())) {
    for (const each of processes) each.assertRuns()
    if (performance.now() > deadline) {
      const said = processes.map(({ name, output }) => `${name}: ${output().slice(-1000)}`)
      throw new Error(`waited ${seconds} s for: ${what}\n${said.join('\n')}`)
    }
    await sleep(20)
  }
}

/** What a process has used so far. */
export type ProcessUse = { cpuSeconds: number; residentMiB: number; peakMiB: number }

const TICKS_A_SECOND = 100

/** From /proc, which Linux has; elsewhere nothing is known. */
export async function useOf(pid: number): Promise<ProcessUse> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile(`/proc/${pid}/status`, 'latin1'),
    ])
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    const mebibytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
    return {
      cpuSeconds: (Number(user) + Number(system)) / TICKS_A_SECOND,
      residentMiB: mebibytes('VmRSS'),
      peakMiB: mebibytes('VmHWM'),
    }
  } catch {
    return { cpuSeconds: Number.NaN, residentMiB: Number.NaN, peakMiB: Number.NaN }
  }
}
