import { expect, test } from 'vitest'
import { run } from './command.ts'
import { connect } from './fixtures.ts'

const ANY_PORTS = ['--port', '0', '--appview-port', '0']

test('a network is served with its past, its present and its people, and ends at SIGTERM', async () => {
  const startUs = Date.now() * 1000
  const options = ['--history', '2h', '--rate', '200', '--accounts', '50', '--seed', '3']
  await using network = run('simulate.ts', ...ANY_PORTS, ...options)
  const [jetstream, appView] = [
    await network.urlOf('Jetstream at'),
    await network.urlOf('AppView at'),
  ]
  await using client = await connect(jetstream, '?cursor=0')
  const isPresent = (line: string | undefined) => line && JSON.parse(line).time_us > startUs + 1e6
  while (!isPresent(client.lines.at(-1))) await new Promise(setImmediate)
  const events = client.lines.map((line) => JSON.parse(line))
  const times = events.map(({ time_us }) => time_us)

  expect(times[0]).toBeGreaterThan(startUs - 7200e6)
  expect(times[0]).toBeLessThan(startUs - 7100e6)
  expect(times.filter((time) => time < startUs).length).toBeGreaterThan(10_000)
  expect(times).toEqual(times.toSorted((one, other) => one - other))

  const { accounts } = (await (await fetch(`${appView}/demo/accounts`)).json()) as {
    accounts: { did: string; handle: string }[]
  }
  expect(accounts.length).toBe(20)
  expect(events.map(({ did }) => did)).toContain(accounts[0]?.did)
  const avatar = await fetch(`${appView}/avatar/${accounts[0]?.did}`)
  expect(avatar.headers.get('content-type')).toBe('image/png')

  network.stop()
  expect(await network.exited).toEqual({ code: 0, errors: '' })
  expect(await client.closed).toBe(1006)
})

test('without a cursor only the present is sent', async () => {
  await using network = run('simulate.ts', ...ANY_PORTS, '--history', '1h', '--rate', '100')
  const url = await network.urlOf('Jetstream at')
  const startUs = Date.now() * 1000
  await using client = await connect(url)
  const lines = await client.received(20)

  expect(lines.every((line) => JSON.parse(line).time_us > startUs - 2e6)).toBe(true)
})

test.each([
  [['--history', 'yesterday']],
  [['--rate', '0']],
  [['--accounts', '1']],
  [['--seed', 'x']],
  [['--port', '70000']],
  [['network.jsonl']],
])('%j is answered with the usage', async (args) => {
  await using network = run('simulate.ts', ...args)

  expect(await network.exited).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/^Usage: /),
  })
})

test('a port that is taken is one sentence', async () => {
  await using network = run('simulate.ts', ...ANY_PORTS, '--history', '0')
  const { port } = new URL(await network.urlOf('Jetstream at'))
  await using second = run('simulate.ts', '--port', port, '--appview-port', '0', '--history', '0')

  expect(await second.exited).toEqual({
    code: 1,
    errors: `Port ${port} is already in use: stop what listens there, or choose another.\n`,
  })
})
