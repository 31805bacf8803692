import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** A program of the project as a process of its own; it ends with its `await using` block. */
export type Service = AsyncDisposable & {
  /** Ends the process as the kernel would, and waits until it is gone. */
  kill(): Promise<void>
  start(): void
  /** Stops the process in its tracks, as a debugger or a suspended machine does. */
  freeze(): void
  /** Lets it go on. */
  thaw(): void
  /** The process of this life. */
  id(): number | undefined
  /** How often it was started. */
  lives(): number
  /** All that it has printed, over all its lives. */
  output(): string
}

/** What a process manager waits before it starts again a process that has ended. */
const RESTART_MS = 200

/**
 * @param script path of the program from the project's root
 * @param restarts whether it is started again whenever it ends by itself, as by a process manager
 */
export function startService(
  script: string,
  env: Record<string, string>,
  parameters: string[] = [],
  { restarts = false } = {},
): Service {
  let printed = ''
  let child: ChildProcess | undefined
  let restarting: NodeJS.Timeout | undefined
  let lives = 0

  function start(): void {
    lives++
    child = spawn(process.execPath, [script, ...parameters], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.once('exit', (_, signal) => {
      if (restarts && signal === null) restarting = setTimeout(start, RESTART_MS)
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk
      })
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    clearTimeout(restarting)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  start()
  return {
    start,
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    id: () => child?.pid,
    lives: () => lives,
    output: () => printed,
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  }
}

/**
 * Waits until the check holds.
 * @throws after the given seconds, with what was waited for and what the services said
 */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  services: Service[] = [],
  seconds = 60,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await check())) {
    if (performance.now() > deadline) {
      const said = services.map((service) => service.output().slice(-2000)).join('\n---\n')
      throw new Error(`waited ${seconds} s for: ${what}\n${said}`)
    }
    await sleep(50)
  }
}
