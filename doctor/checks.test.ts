import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { bytesText, spanText } from './amounts.ts'
import { tellRoom } from './disk.ts'
import { textOf } from './finding.ts'
import { checkPort } from './ports.ts'
import { checkNames, readSettings } from './settings.ts'
import { checkClock, checkNode } from './system.ts'

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1200, '1.2 kB'],
  [36_400_000, '36 MB'],
  [4.12e9, '4.1 GB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text))

test.each([
  [1, '1 second'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [47 * 3600, '47 hours'],
  [50 * 3600, '2 days'],
  [1e9, '32 years'],
])('%d seconds are %s', (seconds, text) => expect(spanText(seconds)).toBe(text))

test('a Node that is too old is told apart', () => {
  expect(checkNode('24.1.0')).toMatchObject([{ level: 'ok' }])
  expect(checkNode('20.19.2')).toMatchObject([{ level: 'fail', advice: expect.any(String) }])
})

test.each([
  [1000, 'ok', /^agrees/],
  [-7000, 'warn', /^is 7 seconds behind that of Redis/],
  [90_000, 'fail', /^is 90 seconds ahead of that of Redis/],
])('a clock that is %d ms off: %s', (off, level, message) => {
  const [finding] = checkClock(new Map([['Redis', { said: 1e12, at: 1e12 + off }]]))
  expect(finding).toMatchObject({ level, message: expect.stringMatching(message) })
})

test.each([
  [30e9, 'ok'],
  [5e9, 'warn'],
  [0.5e9, 'fail'],
])('%d bytes free on the disk of a Redis of 4 GB that uses 1: %s', (free, level) => {
  const files = { taken: 2e9, memory: 4e9, usedMemory: 1e9 }
  expect(tellRoom(free, files)).toMatchObject({ level })
})

test('the settings of every service are read, and each that is wrong is named', () => {
  expect(readSettings({}).findings).toMatchObject([{ level: 'ok' }])
  const { settings, findings } = readSettings({ RETENTION_HOURS: 'two', API_URL: 'nowhere' })
  expect(Object.keys(settings)).toEqual(['firehose'])
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the indexer does not start: RETENTION_HOURS/),
    expect.stringMatching(/^the scheduler does not start: RETENTION_HOURS/),
    expect.stringMatching(/^the api does not start: RETENTION_HOURS/),
    expect.stringMatching(/^the frontend does not start: API_URL/),
  ])
})

test('a slip of the pen in .env is found, and nothing that .env.example has is one', async () => {
  const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8')
  expect(checkNames({ RETENTION_HOUR: '24', PORT: '3000' }, example)).toMatchObject([
    { message: 'RETENTION_HOUR in .env is no setting of Orrery' },
    { message: expect.stringContaining('PORT in .env is read by API and site alike') },
  ])
  const names = Array.from(example.matchAll(/^([A-Z_]+)=/gm), ([, name]) => [name ?? '', ''])
  expect(names.length).toBeGreaterThan(30)
  expect(checkNames(Object.fromEntries(names), example)).toEqual([])
})

test('a port is free, ours, or somebody else’s', async () => {
  const ours = createServer((_, response) => response.end('{"firehose":{}}'))
  const others = createServer((_, response) => response.end('hello'))
  for (const server of [ours, others]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
  }
  const at = (port: number) => ({
    ...{ name: 'API', port, path: '/health', mark: /"firehose"/, setting: 'API_PORT' },
  })
  const portOf = (server: typeof ours) => (server.address() as AddressInfo).port
  expect(await checkPort(at(portOf(ours)), true)).toMatchObject({ level: 'ok' })
  expect(await checkPort(at(portOf(others)), true)).toMatchObject({
    level: 'fail',
    message: expect.stringContaining('something else listens'),
  })
  const free = await freePort()
  expect(await checkPort(at(free), false)).toMatchObject({ level: 'ok' })
  expect(await checkPort(at(free), true)).toMatchObject({ level: 'warn' })
})

test('findings are told in lines, with what to do below, and summed up', () => {
  const ok = { area: 'Node', level: 'ok', message: 'version 24' } as const
  const warn = { area: 'settings', level: 'warn', message: 'odd', advice: 'Mend it.' } as const
  const fail = { ...warn, level: 'fail' } as const
  expect(textOf([ok, warn])).toBe(
    [
      'ok    Node      version 24',
      'WARN  settings  odd',
      '                -> Mend it.',
      '',
      'It works; 1 thing to be watched.',
    ].join('\n'),
  )
  expect(textOf([ok]).split('\n').at(-1)).toBe('All is well.')
  expect(textOf([fail, fail, warn]).split('\n').at(-1)).toBe('2 things must be mended, 1 watched.')
})
