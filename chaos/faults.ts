import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '@orrery/shared/random'
import type { BreakingProxy } from '../test/breaking-proxy.ts'
import type { ProcessManager } from '../test/process-manager.ts'
import type { Network } from './network.ts'
import type { Server } from './server.ts'
import type { Wire } from './wire.ts'

/** All that can be harmed. */
export type World = {
  manager: ProcessManager
  server: Server
  /** Between the processes and Redis. */
  proxy: BreakingProxy
  network: Network
  /** Between the firehose and the network. */
  wire: Wire
}

export type Fault = {
  name: string
  /** What the processes may say of it, in the words of a cause. */
  cause: RegExp
  /** What one of them must say, where they cannot go on as if nothing had been. */
  mustSay?: RegExp
  /** Does it, waits and undoes it; resolves to what was done, in a few words. */
  inflict(world: World, random: Random): Promise<string>
}

const LOST =
  /Redis was lost|store cannot be reached|Redis cannot be reached|Socket closed|ECONN|EPIPE|client is (offline|closed)|Disconnects client|LOADING/i
const TAKEN = /was taken over|not given back/
const FEED = /disconnected/

/** Between two bounds, in milliseconds. */
const span = (random: Random, from: number, to: number) => from + random.below(to - from)

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

async function processesOf({ manager }: World) {
  const processes = await manager.list()
  return processes.filter(({ pid }) => pid > 0).toSorted((one, other) => one.id - other.id)
}

function either(...patterns: RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i')
}

export const FAULTS: Fault[] = [
  {
    name: 'a process gets SIGKILL',
    cause: either(TAKEN, LOST),
    async inflict(world, random) {
      const { name, pid } = random.pick(await processesOf(world))
      process.kill(pid, 'SIGKILL')
      return name
    },
  },
  {
    name: 'a process is stopped in its tracks, and goes on later',
    cause: either(FEED, TAKEN, LOST),
    async inflict(world, random) {
      const { name, pid } = random.pick(await processesOf(world))
      const length = span(random, 1000, 9000)
      process.kill(pid, 'SIGSTOP')
      await sleep(length)
      process.kill(pid, 'SIGCONT')
      return `${name}, for ${seconds(length)}`
    },
  },
  {
    name: 'all processes are reloaded',
    cause: either(TAKEN, LOST),
    async inflict({ manager }) {
      // pm2 7 starts a process twice that is reloaded while it waits to be started again.
      while ((await manager.list()).some(({ status }) => status !== 'online')) await sleep(500)
      await manager.run('reload', 'pm2.config.cjs')
      return 'pm2 reload'
    },
  },
  {
    name: 'Redis is killed, and starts again on its append-only file',
    cause: either(LOST, TAKEN),
    mustSay: LOST,
    async inflict({ server }, random) {
      const length = span(random, 0, 6000)
      await server.kill()
      await sleep(length)
      await server.start()
      return `away for ${seconds(length)}`
    },
  },
  {
    name: 'all connections to Redis break at some command',
    cause: either(LOST, TAKEN),
    mustSay: LOST,
    async inflict({ proxy }, random) {
      const at = random.pick(['before it is sent', 'unanswered', 'answered'] as const)
      const command = 1 + random.below(2000)
      const breaks = proxy.breaks()
      proxy.breakAt({ command, at })
      while (proxy.breaks() === breaks) await sleep(10)
      return `at the ${command}th, ${at}`
    },
  },
  {
    name: 'connections to Redis stall',
    cause: either(LOST, TAKEN),
    async inflict({ proxy }, random) {
      const length = span(random, 500, 9000)
      const resume = proxy.stall()
      await sleep(length)
      resume()
      return `for ${seconds(length)}`
    },
  },
  {
    name: 'the socket to the network is cut',
    cause: either(FEED, TAKEN, LOST),
    async inflict({ wire }) {
      wire.cut()
      return 'once'
    },
  },
  {
    name: 'the socket to the network stalls',
    cause: either(FEED, TAKEN, LOST),
    async inflict({ wire }, random) {
      const length = span(random, 1000, 12_000)
      const resume = wire.stall()
      await sleep(length)
      resume()
      return `for ${seconds(length)}`
    },
  },
  {
    name: 'the clock of the network jumps',
    cause: either(FEED, TAKEN, LOST),
    async inflict({ network, wire }, random) {
      const ahead = span(random, 1000, 20_000)
      const length = span(random, 500, 5000)
      network.setClock(ahead)
      await sleep(length)
      if (random.chance(0.5)) wire.cut()
      network.setClock(0)
      return `${seconds(ahead)} ahead for ${seconds(length)}, and back`
    },
  },
  {
    name: 'the disk of Redis is full',
    cause: either(/MISCONF/, TAKEN, LOST),
    mustSay: /MISCONF/,
    async inflict({ server }, random) {
      const length = span(random, 1500, 6000)
      const free = server.fillDisk()
      await sleep(length)
      free()
      return `for ${seconds(length)}`
    },
  },
  {
    name: 'Redis has no memory left',
    cause: either(/OOM/, TAKEN, LOST),
    mustSay: /OOM/,
    async inflict({ server }, random) {
      const length = span(random, 1000, 6000)
      const free = await server.fillMemory()
      await sleep(length)
      await free()
      return `for ${seconds(length)}`
    },
  },
]
