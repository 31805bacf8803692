import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import {
  canInstallPackages,
  findProgram,
  freePort,
  installPackage,
  pause,
  root,
  SetupError,
  say,
} from './system.mjs'

/** @typedef {{ url: string, origin: string, stop: () => Promise<void> }} RunningRedis */

/**
 * A Redis to work with: `REDIS_URL`, else a redis-server of our own, installed first where that is
 * possible, else one in Docker.
 * @param {string} folder for the data of a server of our own
 * @returns {Promise<RunningRedis>}
 */
export async function getRedis(folder) {
  if (process.env.REDIS_URL) return given(process.env.REDIS_URL)
  const program = findServer()
  if (program) return startServer(program, folder)
  if (hasDocker()) return startContainer()
  throw new SetupError(howToInstall())
}

/**
 * The redis-server program, installed first where that can be done without asking.
 * @returns {string | undefined}
 */
export function findServer() {
  const found = findProgram('redis-server')
  if (found || !canInstallPackages()) return found
  installPackage('redis-server')
  return findProgram('redis-server')
}

/** One sentence that says what to install on this system. */
export function howToInstall() {
  const command =
    process.platform === 'darwin'
      ? 'brew install redis'
      : findProgram('apt-get')
        ? 'sudo apt-get install redis-server'
        : findProgram('dnf')
          ? 'sudo dnf install redis'
          : findProgram('pacman')
            ? 'sudo pacman -S redis'
            : 'Redis 7 or later from https://redis.io'
  return `Orrery needs a Redis: install it (${command}), or start Docker, or set REDIS_URL.`
}

/**
 * @param {string} url
 * @returns {Promise<RunningRedis>}
 */
async function given(url) {
  if (!(await answers(url))) throw new SetupError(`REDIS_URL names ${url}, where no Redis answers.`)
  return { url, origin: 'REDIS_URL', stop: async () => {} }
}

/**
 * @param {string} program
 * @param {string} folder
 * @returns {Promise<RunningRedis>}
 */
async function startServer(program, folder) {
  mkdirSync(folder, { recursive: true })
  const port = await freePort(6379)
  const url = `redis://127.0.0.1:${port}`
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder]
  settings.push('--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction')
  settings.push('--logfile', join(folder, 'redis.log'))
  const child = spawn(program, settings, { stdio: 'ignore', detached: true })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for (let tries = 0; !(await answers(url)); tries++) {
    if (tries > 100 || child.exitCode !== null) {
      throw new SetupError(`redis-server did not start; see ${join(folder, 'redis.log')}.`)
    }
    await pause(100)
  }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, origin: `redis-server, data in ${folder}`, stop }
}

/** @returns {Promise<RunningRedis>} */
async function startContainer() {
  say('Starting Redis in Docker (docker compose up redis).')
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' })
  const { status } = spawnSync('docker', ['compose', 'up', '-d', '--wait', 'redis'], options)
  const url = 'redis://127.0.0.1:6379'
  if (status !== 0 || !(await answers(url))) {
    throw new SetupError('Docker could not start Redis; its own words are above.')
  }
  const stop = async () => {
    spawnSync('docker', ['compose', 'stop', 'redis'], options)
  }
  return { url, origin: 'Docker', stop }
}

function hasDocker() {
  return spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0
}

/**
 * True where something answers as a Redis does; one that asks for a password or TLS counts.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
  const { protocol, hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379) })
    const end = (/** @type {boolean} */ answered) => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(2000, () => end(false))
    socket.on('error', () => end(false))
    socket.on('connect', () => (protocol === 'redis:' ? socket.write('PING\r\n') : end(true)))
    socket.on('data', (data) => end(/^(\+PONG|-NOAUTH)/.test(data.toString())))
  })
}
