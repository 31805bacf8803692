const { readFileSync } = require('node:fs')
const { parseEnv } = require('node:util')

/**
 * The five processes of Orrery for pm2. Settings come from the environment and from `.env`, which
 * is read again at each reload. `pmx: false` keeps pm2's own monitor out of the processes, which
 * would hold them up when they stop.
 */
const settings = { ...readSettings(`${__dirname}/.env`), ...process.env }

/** @returns {Record<string, string>} none where there is no such file */
function readSettings(file) {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

/** How many processes of a kind, from a setting. */
function countOf(name) {
  const count = Number(settings[name] || 1)
  if (Number.isInteger(count) && count >= 1) return count
  throw new RangeError(`${name}: expected a whole number from 1 on, not ${settings[name]}`)
}

/**
 * @param {string} name of the process and of its folder
 * @param {string} memory at which it is taken to have lost its bounds, and is started anew
 */
const service = (name, memory, { env = {}, ...options } = {}) => ({
  name,
  cwd: `${__dirname}/${name}`,
  script: 'main.ts',
  exec_mode: 'fork',
  interpreter: `${__dirname}/node_modules/node/bin/node`,
  node_args: '--env-file-if-exists=../.env',
  wait_ready: true,
  listen_timeout: 15_000,
  kill_timeout: 5000,
  exp_backoff_restart_delay: 200,
  max_memory_restart: settings[`${name.toUpperCase()}_MEMORY`] || memory,
  pmx: false,
  vizion: false,
  env: { NODE_ENV: 'production', ...env },
  ...options,
})

/**
 * In cluster mode pm2's daemon holds the port: a reload starts the new process before it stops the
 * old one, and no connection is refused in between. Such a process runs on the daemon's own Node,
 * which is the project's when pm2 is started by npm or npx.
 */
const server = (name, memory, count, port) =>
  service(name, memory, { exec_mode: 'cluster', instances: count, env: { PORT: port } })

// More indexers than partitions would be idle.
const indexers = Math.min(countOf('INDEXERS'), Number(settings.PARTITIONS || 4))

module.exports = {
  apps: [
    service('firehose', '1G'),
    service('indexer', '1G', { instances: indexers }),
    service('scheduler', '1G'),
    server('api', '1500M', countOf('API_INSTANCES'), settings.API_PORT || 3001),
    server('frontend', '512M', countOf('SITE_INSTANCES'), settings.SITE_PORT || 3000),
  ],
}
