/**
 * The five processes of Orrery for pm2. Settings come from the environment and from `.env`, which
 * is read again at each reload. `pmx: false` keeps pm2's own monitor out of the processes, which
 * would hold them up when they stop.
 */
const service = (name, options = {}) => ({
  name,
  cwd: `${__dirname}/${name}`,
  script: 'main.ts',
  interpreter: `${__dirname}/node_modules/node/bin/node`,
  node_args: '--env-file-if-exists=../.env',
  wait_ready: true,
  listen_timeout: 15_000,
  kill_timeout: 5000,
  exp_backoff_restart_delay: 200,
  pmx: false,
  env: { NODE_ENV: 'production' },
  ...options,
})

module.exports = {
  apps: [
    service('firehose'),
    service('indexer'),
    service('scheduler'),
    service('api', { env: { NODE_ENV: 'production', PORT: process.env.API_PORT || 3001 } }),
    service('frontend', { env: { NODE_ENV: 'production', PORT: process.env.SITE_PORT || 3000 } }),
  ],
}
