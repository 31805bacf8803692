import { join } from 'node:path'
import { buildSite, installPackages, node } from '../demo/setup/project.mjs'
import { findServer, howToInstall } from '../demo/setup/redis.mjs'
import {
  canInstallPackages,
  findProgram,
  installPackage,
  root,
  run,
  SetupError,
  say,
} from '../demo/setup/system.mjs'

/**
 * `npm test`: installs what is missing, builds the site and runs all tests. Words after `--` go to
 * vitest, so that `npm test -- circle` runs what is named so.
 */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_BROWSER = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

try {
  await installPackages()
  // The tests crash and restart Redis, so each starts servers of its own.
  if (!findServer()) throw new SetupError(howToInstall())
  const browser = findBrowser()
  if (!browser && process.env.CI) throw new SetupError('CI needs Chromium, and there is none.')
  if (!browser) say('No Chromium is installed: the browser tests will be skipped.')
  await buildSite()
  const env = { ...process.env, CHROMIUM_PATH: browser ?? '' }
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  process.exitCode = await run(node, [vitest, 'run', ...process.argv.slice(2)], { env })
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function findBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  const found = BROWSERS.map(findProgram).find((path) => path !== undefined)
  if (found) return found
  if (process.platform === 'darwin') return MAC_BROWSER
  if (!canInstallPackages()) return undefined
  installPackage('chromium')
  return findProgram('chromium')
}
