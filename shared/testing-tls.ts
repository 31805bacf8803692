import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const openssl = (words: string[]) => run('openssl', words)

/** Files (PEM) of an authority of the test's own and of a server on 127.0.0.1 that it vouches for. */
export type Certificates = AsyncDisposable & { authority: string; certificate: string; key: string }

/** The program `openssl` must be on the PATH. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'orrery-tls-'))
  const file = (name: string) => join(folder, name)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const root = ['-x509', '-subj', '/CN=Orrery test authority', '-days', '2']
  await openssl(['req', ...newKey, ...root, '-keyout', file('ca.key'), '-out', file('ca.crt')])
  const request = ['-subj', '/CN=redis', '-keyout', file('redis.key'), '-out', file('redis.csr')]
  await openssl(['req', ...newKey, ...request])
  await writeFile(file('names'), 'subjectAltName=IP:127.0.0.1')
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2']
  const signed = ['-in', file('redis.csr'), '-extfile', file('names'), '-out', file('redis.crt')]
  await openssl(['x509', '-req', ...signer, ...signed])
  return {
    authority: file('ca.crt'),
    certificate: file('redis.crt'),
    key: file('redis.key'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
