import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@orrery/shared/redis'
import { freePort } from '@orrery/shared/testing'
import { makeCertificates } from '@orrery/shared/testing-tls'
import { root } from './services.ts'

export type User = 'firehose' | 'indexer' | 'scheduler' | 'api' | 'operator'

export type SecuredRedis = AsyncDisposable & {
  /** The file with the certificate of who signed the server's. */
  authority: string
  urlFor(user: User, password?: string): string
}

/** A Redis that speaks TLS alone and knows the users of ops/redis-users.acl alone. */
export async function startSecuredRedis(): Promise<SecuredRedis> {
  await using starting = new AsyncDisposableStack()
  const tls = starting.use(await makeCertificates())
  const folder = await mkdtemp(join(tmpdir(), 'orrery-secured-'))
  starting.defer(() => rm(folder, { recursive: true, force: true }))
  const users = await readFile(join(root, 'ops', 'redis-users.acl'), 'utf8')
  await writeFile(join(folder, 'users.acl'), users)
  const port = await freePort()
  const child = spawn(
    'redis-server',
    [
      ...[join(root, 'ops', 'redis.conf'), '--dir', folder, '--bind', '127.0.0.1', '--port', '0'],
      ...['--tls-port', String(port), '--tls-auth-clients', 'no', '--tls-ca-cert-file'],
      ...[tls.authority, '--tls-cert-file', tls.certificate, '--tls-key-file', tls.key],
      ...['--aclfile', join(folder, 'users.acl')],
    ],
    { stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  starting.defer(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const passwords = new Map(
    Array.from(users.matchAll(/^user (\S+) on >(\S+)/gm), ([, user, word]) => [user, word]),
  )
  const urlFor = (user: User, password = passwords.get(user)) =>
    `rediss://${user}:${password}@127.0.0.1:${port}`
  const ca = await readFile(tls.authority, 'utf8')
  await using _ = await connect(urlFor('operator'), { ca })
  const running = starting.move()
  return {
    authority: tls.authority,
    urlFor,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
