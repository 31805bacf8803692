import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, SetupError, say } from './system.mjs'

/** The Node that runs everything but what sets things up; an npm package brings it. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node')

const modules = join(root, 'node_modules')
const mark = join(modules, '.orrery-lock')

/** Installs the packages that the lock file names, unless just these are installed. */
export async function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock && existsSync(node)) return
  say('Installing packages (npm ci); on a first run this takes half a minute or so.')
  const code = await run(...npm('ci', '--no-audit', '--no-fund', '--loglevel=error'))
  if (code !== 0) throw new SetupError('npm ci failed; its own words are above.')
  if (!existsSync(node)) {
    throw new SetupError(
      'npm ci did not bring Node 24: allow the install script of the package "node".',
    )
  }
  writeFileSync(mark, lock)
}

/** Builds the site, unless the last build is newer than all it is made of. */
export async function buildSite() {
  const build = join(root, 'frontend', 'build', 'index.js')
  const sources = ['frontend/src', 'frontend/static', 'frontend/vite.config.ts', 'shared']
  const newest = Math.max(...sources.map((path) => newestChange(join(root, path))))
  if (existsSync(build) && statSync(build).mtimeMs > newest) return
  say('Building the site.')
  mkdirSync(join(root, '.data'), { recursive: true })
  const code = await run(...npm('run', '--silent', 'build'))
  if (code !== 0) throw new SetupError('The site could not be built; the reason is above.')
}

/**
 * @param {string} path
 * @returns {number} milliseconds since the epoch, 0 where there is nothing
 */
function newestChange(path) {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/**
 * npm as it was started, or as it is found on the PATH.
 * @param {string[]} parameters
 * @returns {[string, string[]]}
 */
function npm(...parameters) {
  const cli = process.env.npm_execpath
  return cli ? [process.execPath, [cli, ...parameters]] : ['npm', parameters]
}
