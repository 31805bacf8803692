import { execFile, spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { root, startService, until } from './services.ts'

const WORKSPACES = ['shared', 'firehose', 'indexer', 'scheduler', 'api', 'frontend']
const PROCESSES = WORKSPACES.slice(1).map((name) => `${name}/main.ts`)
/** Made by a stage of the image, or set by compose for each of its services. */
const MADE = ['frontend/build']
const OF_COMPOSE = ['REDIS_CLUSTER', 'REDIS_CA', 'METRICS_PORT', 'METRICS_HOST', 'API_URL']

const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** What the Dockerfile takes from the project. */
function copied(): string[] {
  const lines = textOf('Dockerfile').matchAll(/^COPY (?!--from)(.+)$/gm)
  return Array.from(lines).flatMap(([, words = '']) => words.split(' ').slice(0, -1))
}

function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0
}

test('all that the image is made of is there, and none of it is kept from Docker', () => {
  const wanted = textOf('.dockerignore').match(/(?<=^!).+$/gm) ?? []
  for (const path of copied()) {
    expect(existsSync(join(root, path)), path).toBe(true)
    expect(
      wanted.some((each) => path === each || path.startsWith(`${each}/`)),
      path,
    ).toBe(true)
  }
  const manifests = WORKSPACES.map((name) => `${name}/package.json`)
  expect(copied()).toEqual(expect.arrayContaining(manifests))
  expect(JSON.parse(textOf('package.json')).workspaces).toEqual(WORKSPACES)
})

test('all that a process imports is in the image', () => {
  const inImage = [...copied(), ...MADE]
  const files = globSync('{firehose,indexer,scheduler,api,shared}/**/*.ts', { cwd: root })
  for (const file of [...files, ...copied().filter((path) => path.endsWith('.ts'))]) {
    if (/node_modules|\.test\.ts$|testing/.test(file)) continue
    for (const [, path = ''] of textOf(file).matchAll(/from '(\.\.?\/[^']+)'/g)) {
      const target = join(file, '..', path)
      expect(
        inImage.some((each) => target.startsWith(each)),
        `${file}: ${path}`,
      ).toBe(true)
      expect(target, file).not.toMatch(/testing|\.test\.ts/)
    }
  }
})

test('compose starts each process, and hands it all settings', () => {
  const compose = textOf('docker-compose.yml')
  const commands = Array.from(compose.matchAll(/command: \[(.+\.ts)\]/g), ([, script]) => script)
  expect(commands).toEqual(PROCESSES)
  const settings = /x-settings: &settings\n((?: {2}.*\n)+)/.exec(compose)?.[1] ?? ''
  const handed = Array.from(settings.matchAll(/^ {2}([A-Z_]+):/gm), ([, name]) => name)
  const [ofServices = ''] = textOf('.env.example').split('# --- pm2')
  const known = Array.from(ofServices.matchAll(/^([A-Z_]+)=/gm), ([, name]) => name)
  expect(known.filter((name) => !OF_COMPOSE.includes(name ?? '')).toSorted()).toEqual(
    handed.toSorted(),
  )
})

test.skipIf(!hasProgram('docker-compose'))('compose understands its file', async () => {
  const { stdout } = await promisify(execFile)(
    'docker-compose',
    ['--profile', 'all', 'config', '--services'],
    { cwd: root },
  )
  expect(stdout.trim().split('\n')).toEqual(
    expect.arrayContaining(['redis', 'firehose', 'indexer', 'scheduler', 'api', 'frontend']),
  )
})

test('a container is well as long as its process answers', async () => {
  await using server = await startRedis({ persist: true })
  const directory = await mkdtemp(join(tmpdir(), 'orrery-health-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const env = {
    REDIS_URL: server.url,
    METRICS_PORT: String(await freePort()),
    PORT: String(await freePort()),
    APPVIEW_URL: `http://127.0.0.1:${await freePort()}`,
  }
  for (const script of ['api/main.ts', 'indexer/main.ts']) {
    const file = join(directory, 'cmdline')
    await writeFile(file, `node\0${script}\0`)
    const health = () =>
      spawnSync(process.execPath, ['ops/container-health.mjs', file], { cwd: root, env }).status
    expect(health()).toBe(1)
    await using service = startService(script, env)
    await until('it answers', async () => health() === 0, [service])
  }
})

test.skipIf(!hasProgram('systemd-analyze'))(
  'systemd finds nothing to say of its units',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'orrery-units-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const units = ['orrery@api.service', 'orrery-indexer@0.service', 'orrery.target']
    for (const unit of units) {
      const text = textOf(join('ops', 'systemd', unit.replace(/@\w+/, '@')))
      const here = text.replaceAll('/opt/orrery', root.replace(/\/$/, ''))
      await writeFile(join(directory, unit), here.replace('User=orrery', 'User=root'))
    }
    const paths = units.map((unit) => join(directory, unit))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...paths])
    expect(String(stderr)).toBe('')
    expect(status).toBe(0)
  },
)

test('a pm2 that starts several of a kind has no more indexers than partitions', async () => {
  const config = (env: Record<string, string>) =>
    promisify(execFile)(
      process.execPath,
      ['--print', `JSON.stringify(require('./pm2.config.cjs').apps)`],
      { cwd: root, env },
    ).then(({ stdout }) => JSON.parse(stdout) as { name: string; instances?: number }[])
  const instances = async (env: Record<string, string>) =>
    Object.fromEntries((await config(env)).map((app) => [app.name, app.instances]))

  expect(await instances({ INDEXERS: '9', PARTITIONS: '6' })).toMatchObject({ indexer: 6, api: 1 })
  expect(await instances({ API_INSTANCES: '3' })).toMatchObject({ indexer: 1, api: 3 })
  await expect(config({ INDEXERS: 'many' })).rejects.toThrow('INDEXERS')
})
