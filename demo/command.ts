import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A command of this folder as a process of its own, for tests. */
export type Command = AsyncDisposable & {
  exited: Promise<{ code: number | null; errors: string }>
  /** The address that the line of output with this word names. */
  urlOf(word: string): Promise<string>
  stop(): void
}

export function run(script: string, ...args: string[]): Command {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = createInterface({ input: child.stdout })
  const lines: string[] = []
  output.on('line', (line) => lines.push(line))
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const exited = once(child, 'close').then(([code]) => ({ code, errors }))
  return {
    exited,
    async urlOf(word) {
      for (;;) {
        const url = lines.find((line) => line.includes(word))?.match(/\w+:\/\/[\w.:/]*\w/)?.[0]
        if (url) return url
        await Promise.race([once(output, 'line'), exited.then(fail)])
      }
    },
    stop: () => child.kill('SIGTERM'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }

  function fail({ code }: { code: number | null }): never {
    throw new Error(`${script} ended with ${code}: ${errors}`)
  }
}
