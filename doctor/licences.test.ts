import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ALLOWED, licencePage, nameOf, packagesIn } from './licences.ts'

async function read(path: string): Promise<string> {
  return readFile(new URL(`../${path}`, import.meta.url), 'utf8')
}

test('every package comes under a licence that is allowed', async () => {
  const packages = packagesIn(JSON.parse(await read('package-lock.json')))
  expect(packages.length).toBeGreaterThan(100)
  const refused = packages.filter(({ licence }) => !(licence in ALLOWED))
  expect(refused.map((each) => `${nameOf(each)}: ${each.licence}`)).toEqual([])
})

test('docs/licences.md lists them; `npm run licences` brings it up to date', async () => {
  const packages = packagesIn(JSON.parse(await read('package-lock.json')))
  expect(await read('docs/licences.md')).toBe(licencePage(packages))
})

test('packages are told by the names under which they lie, the project’s own left out', () => {
  const lockFile = {
    packages: {
      '': { version: '1.0.0', license: 'MIT' },
      shared: { license: 'MIT' },
      'node_modules/@orrery/shared': { link: true },
      'node_modules/a': { version: '1.0.0', license: 'MIT', dev: true },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
    },
  }
  expect(packagesIn(lockFile)).toEqual([
    { name: '@b/c', version: '2.0.0', licence: 'none told', dev: false },
    { name: 'a', version: '1.0.0', licence: 'MIT', dev: true },
  ])
})
