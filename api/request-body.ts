import type { IncomingMessage } from 'node:http'
import { within } from './deadline.ts'
import { badRequest, Refusal } from './refusal.ts'

const MOST_BYTES = 4096
const PATIENCE = 5000

/**
 * The JSON that a request brings.
 * @throws Refusal where it is none, is larger than 4 kB, or does not come
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = await within(PATIENCE, readText(request)).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 413) throw error
    throw new Refusal(408, 'RequestTimeout', 'The body of the request did not come.')
  })
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest('body: expected JSON.')
  }
}

/** What is beyond the limit is taken and not kept: a client that still sends does not hear an answer. */
function readText(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
    else reject(new Refusal(413, 'BodyTooLarge', `body: expected at most ${MOST_BYTES} bytes.`))
  })
  request.on('end', () => resolve(Buffer.concat(chunks).toString()))
  request.on('error', reject)
  return promise
}
