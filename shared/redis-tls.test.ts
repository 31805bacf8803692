import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connect } from './redis.ts'
import { freePort } from './testing.ts'
import { makeCertificates } from './testing-tls.ts'

/** A redis-server that speaks TLS alone, with users of its own. */
async function startTls(settings: string[]) {
  await using starting = new AsyncDisposableStack()
  const tls = starting.use(await makeCertificates())
  const folder = await mkdtemp(join(tmpdir(), 'orrery-tls-redis-'))
  starting.defer(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const child = spawn(
    'redis-server',
    [
      ...['--port', '0', '--tls-port', `${port}`, '--bind', '127.0.0.1', '--dir', folder],
      ...['--tls-auth-clients', 'no', '--tls-ca-cert-file', tls.authority, '--save', ''],
      ...['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key, ...settings],
    ],
    { stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  starting.defer(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const running = starting.move()
  const ca = await readFile(tls.authority, 'utf8')
  return { port, ca, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

test('a node of a cluster is spoken to by TLS, by a user with the least rights', async () => {
  const cluster = [
    '--cluster-enabled',
    'yes',
    '--tls-cluster',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
    '--cluster-port',
  ]
  await using server = await startTls([...cluster, `${await freePort()}`])
  const url = `rediss://127.0.0.1:${server.port}`
  {
    await using node = await connect(url, { ca: server.ca })
    await node.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383'])
    const rules = '+@read +@write +@connection +@transaction -@dangerous +cluster'
    await node.sendCommand(['ACL', 'SETUSER', 'one', 'on', '>secret', '~*', ...rules.split(' ')])
    while (!/^cluster_state:ok/m.test(await node.clusterInfo())) await sleep(20)
  }
  const secret = `rediss://one:secret@127.0.0.1:${server.port}`
  await using redis = await connect(secret, { ca: server.ca, cluster: true })
  await redis.set('a', '1')
  expect(await redis.get('a')).toBe('1')
  await expect(redis.multi().set('a', '2').get('a').exec()).resolves.toEqual(['OK', '2'])
  expect((await redis.nodes()).length).toBe(1)
})
