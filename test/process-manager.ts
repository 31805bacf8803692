import { execFile, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './services.ts'

/** A process as pm2 lists it. */
export type Managed = {
  /** pm2's number for it, which it keeps over all its lives. */
  id: number
  name: string
  /** 0 while it is not running. */
  pid: number
  status: string
  restarts: number
  /** Where its standard output and its standard error go. */
  logs: [string, string]
}

/** A pm2 with a daemon and a home of its own; all ends with its `await using` block. */
export type ProcessManager = AsyncDisposable & {
  home: string
  /** Runs a command of pm2 with settings for the processes it starts; resolves to what it prints. */
  run(...command: string[]): Promise<string>
  list(): Promise<Managed[]>
  /** The daemon's own process. */
  daemon(): Promise<number>
}

const PM2 = join(root, 'node_modules', 'pm2', 'bin', 'pm2')
const MOST_OUTPUT = 64 * 1024 * 1024

/** @param env settings of the processes, the only ones beside those of `.env` */
export async function openProcessManager(env: Record<string, string>): Promise<ProcessManager> {
  const home = await mkdtemp(join(tmpdir(), 'orrery-pm2-'))

  const options = {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: home, PM2_HOME: home, ...env },
    maxBuffer: MOST_OUTPUT,
  }

  async function run(...command: string[]): Promise<string> {
    const parameters = [PM2, '--silent', ...command]
    const { stdout } = await promisify(execFile)(process.execPath, parameters, options)
    return stdout
  }

  // What pm2 started goes on without whoever asked it to.
  const killAtExit = () => {
    spawnSync(process.execPath, [PM2, 'kill'], options)
    rmSync(home, { recursive: true, force: true })
  }
  process.once('exit', killAtExit)

  return {
    home,
    run,
    async list() {
      const listed = JSON.parse(await run('jlist')) as Listed[]
      return listed.map(({ name, pid, pm_id, pm2_env }) => ({
        id: pm_id,
        name,
        pid: pid ?? 0,
        status: pm2_env.status,
        restarts: pm2_env.restart_time,
        logs: [pm2_env.pm_out_log_path, pm2_env.pm_err_log_path],
      }))
    },
    daemon: async () => Number(await readFile(join(home, 'pm2.pid'), 'utf8')),
    async [Symbol.asyncDispose]() {
      process.off('exit', killAtExit)
      await run('kill')
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** What pm2 tells of a process, as far as it is used. */
type Listed = {
  name: string
  pid?: number
  pm_id: number
  pm2_env: {
    status: string
    restart_time: number
    pm_out_log_path: string
    pm_err_log_path: string
  }
}
