import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Redis } from '@orrery/shared/redis'
import { freePort } from '@orrery/shared/testing'

/** A Redis with an append-only file, to which happens what happens to servers. */
export type Server = AsyncDisposable & {
  url: string
  /** A way past all that is between. */
  redis: Redis
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Starts it on what it had written; resolves when it serves. */
  start(): Promise<void>
  /** Lets it write no byte more to any file until what it returns is called. */
  fillDisk(): () => void
  /** Leaves it less memory than it has in use, until what it returns is called. */
  fillMemory(): Promise<() => Promise<void>>
}

/** What it may have while memory is short, of what it has in use: nothing that it frees is enough. */
const SHARE = 0.5
/** What it may have else. */
const MEMORY = '4gb'

/** Without this a file that may not grow would end the server, where a full disk would not. */
const HARDY = 'trap "" XFSZ; exec redis-server "$@"'

export async function startServer(): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), 'orrery-chaos-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory]
  const settings = ['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
  const memory = ['--maxmemory', MEMORY]
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn('sh', ['-c', HARDY, 'sh', ...place, ...settings, ...memory], { stdio: 'ignore' })
    await once(child, 'spawn')
    await using redis = await connect(url)
    while (!(await serves(redis))) await sleep(20)
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  function limitFiles(bytes: string): void {
    execFileSync('prlimit', ['--pid', String(child?.pid), `--fsize=${bytes}:unlimited`])
  }

  const killAtExit = () => {
    child?.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', killAtExit)
  await start()
  const redis = await connect(url)
  return {
    url,
    redis,
    kill,
    start,
    fillDisk() {
      limitFiles('1')
      return () => limitFiles('unlimited')
    },
    async fillMemory() {
      const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1])
      await redis.configSet('maxmemory', String(Math.floor(used * SHARE)))
      return async () => {
        await redis.configSet('maxmemory', MEMORY)
      }
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', killAtExit)
      await redis[Symbol.asyncDispose]()
      await kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function serves(redis: Redis): Promise<boolean> {
  return redis.ping().then(
    () => true,
    () => false,
  )
}
