import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openProcesses } from './setup/processes.mjs'
import { buildSite, installPackages, node } from './setup/project.mjs'
import { getRedis } from './setup/redis.mjs'
import { freePort, pause, root, run, SetupError, say } from './setup/system.mjs'

/**
 * `npm run demo`: a simulated network and the whole of Orrery on it, from a plain clone. This file
 * and what it imports run before anything is installed, on Node 20 and later.
 */
const folder = join(root, '.data', 'demo')
const PATIENCE_SECONDS = 120

/** @type {(() => Promise<void>)[]} what to undo, last first */
const undo = []
const stopped = new Promise((resolve) => {
  process.once('SIGINT', resolve)
  process.once('SIGTERM', resolve)
})

try {
  await Promise.race([launch(), stopped])
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  if (undo.length > 0) say('\nStopping.')
  for (const step of undo.reverse()) await step()
}
process.exit()

async function launch() {
  await installPackages()
  await buildSite()
  claimFolder()
  const redis = await getRedis(join(folder, 'redis'))
  undo.push(redis.stop)
  say(`Redis at ${redis.url} (${redis.origin}).`)
  if ((await run(node, ['demo/claim-redis.ts', redis.url])) !== 0) {
    throw new SetupError('The demo does not start.')
  }

  const ports = {
    jetstream: await freePort(6008),
    appView: await freePort(6010),
    api: await freePort(3001),
    site: await freePort(3000),
  }
  const urls = {
    jetstream: `ws://127.0.0.1:${ports.jetstream}/subscribe`,
    appView: `http://127.0.0.1:${ports.appView}`,
    api: `http://127.0.0.1:${ports.api}`,
    site: `http://127.0.0.1:${ports.site}`,
  }
  const processes = openProcesses(join(folder, 'logs'))
  undo.push(processes.stop)

  processes.start({
    name: 'simulator',
    script: 'demo/simulate.ts',
    parameters: ['--port', String(ports.jetstream), '--appview-port', String(ports.appView)],
  })
  await Promise.race([untilAnswers(`${urls.appView}/demo/accounts`), processes.failure])

  const REDIS_URL = redis.url
  const services = {
    firehose: { JETSTREAM_URL: urls.jetstream, REPLAY_HOURS: '25' },
    indexer: {},
    scheduler: {},
    api: {
      PORT: String(ports.api),
      APPVIEW_URL: urls.appView,
      AVATAR_HOSTS: urls.appView,
      SITE_URL: urls.site,
    },
    frontend: { PORT: String(ports.site), API_URL: urls.api, SITE_URL: urls.site },
  }
  for (const [name, env] of Object.entries(services)) {
    processes.start({ name, script: join(name, 'main.ts'), env: { REDIS_URL, ...env } })
  }
  say(`A simulated network and five processes are starting; their logs are in ${folder}/logs.`)

  const handle = await Promise.race([untilCircleSeen(urls), processes.failure])
  say(`\nOrrery is at ${urls.site}\nA circle to begin with: ${urls.site}/@${handle}\n`)
  say(`The API is at ${urls.api}, for example ${urls.api}/circles/${handle}`)
  say('Ctrl-C stops everything.')
  await processes.failure
}

/** Empties the demo's folder, unless another demo is running in it. */
function claimFolder() {
  const file = join(folder, 'pid')
  const other = readPid(file)
  if (other) {
    throw new SetupError(`The demo is already running (process ${other}); stop that one first.`)
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, String(process.pid))
  undo.push(async () => rmSync(file))
}

/**
 * The process that the file names, if it lives.
 * @param {string} file
 */
function readPid(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    // There is no file, or no such process any more.
    return undefined
  }
}

/**
 * Waits until an account of the simulated network has a circle, and the site shows it.
 * @param {{ appView: string, api: string, site: string }} urls
 * @returns {Promise<string>} the account's handle
 */
async function untilCircleSeen({ appView, api, site }) {
  const { accounts } = await untilAnswers(`${appView}/demo/accounts`)
  const handle = accounts[0].handle
  for (let second = 0; second < PATIENCE_SECONDS; second++) {
    const circle = await readJson(`${api}/circles/${handle}`)
    const page = await fetch(`${site}/@${handle}`).catch(() => undefined)
    if (circle?.orbits?.[0]?.length >= 10 && page?.ok) return handle
    await pause(1000)
  }
  throw new SetupError(`No circle could be seen in ${PATIENCE_SECONDS} s; see ${folder}/logs.`)
}

/** @param {string} url */
async function untilAnswers(url) {
  for (;;) {
    const json = await readJson(url)
    if (json) return json
    await pause(200)
  }
}

/** @param {string} url */
async function readJson(url) {
  try {
    const answer = await fetch(url)
    return answer.ok ? await answer.json() : undefined
  } catch {
    // Nothing listens there yet.
    return undefined
  }
}
