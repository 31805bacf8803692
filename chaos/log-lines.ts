import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Managed, ProcessManager } from '../test/process-manager.ts'

/** A line that a process logged. */
export type LogLine = {
  process: string
  /** Unix milliseconds. */
  at: number
  /** As pino has them: 40 warns, 50 tells of an error, 60 of one that ended the process. */
  level: number
  message: string
  /** The messages of the error and of its causes; empty where there was none. */
  cause: string
  /** What else it tells, as JSON. */
  details: string
}

/** A process that ended by itself, with a code other than zero. */
export type Ending = { process: string }

export type Logs = { lines: LogLine[]; endings: Ending[]; unreadable: string[] }

/** What Node says at each start where there is no such file. */
const EXPECTED = /^\.\.\/\.env not found\. Continuing without it\.$/
const ENDED = /App \[(.+)\] exited with code \[(\d+)\] via signal \[SIGINT\]/

/** All that the processes and their manager have logged. */
export async function readLogs(manager: ProcessManager): Promise<Logs> {
  const logs: Logs = { lines: [], endings: [], unreadable: [] }
  for (const each of await manager.list()) {
    for (const file of each.logs) readInto(logs, each, await readFile(file, 'utf8'))
  }
  const own = await readFile(join(manager.home, 'pm2.log'), 'utf8')
  for (const line of own.split('\n')) {
    const [, process, code] = ENDED.exec(line) ?? []
    if (process !== undefined && Number(code) !== 0) logs.endings.push({ process })
  }
  return logs
}

function readInto(logs: Logs, { name, id }: Managed, text: string): void {
  const process = `${name}:${id}`
  for (const line of text.split('\n')) {
    if (line === '' || EXPECTED.test(line)) continue
    try {
      const { level, time, msg: message = '', err, ...rest } = JSON.parse(line)
      const cause = err?.message ?? ''
      const details = JSON.stringify(rest)
      logs.lines.push({ process, at: Date.parse(time), level, message, cause, details })
    } catch {
      logs.unreadable.push(`${process}: ${line}`)
    }
  }
}
