import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { DICTIONARY_PATH, findDictionary } from './jetstream-dictionary.ts'
import { type Faults, faultSchema } from './jetstream-faults.ts'
import { wireV1 } from './jetstream-v1.ts'
import { wireV2 } from './jetstream-v2.ts'

const FAULTS_PATH = '/demo/faults'
const FOREVER = 'public, max-age=31536000, immutable'

/** Answers what is no handshake: questions for the dictionary, and orders to misbehave. */
export async function answer(request: IncomingMessage, response: ServerResponse, faults: Faults) {
  const url = URL.parse(request.url ?? '/', 'http://localhost')
  if (request.method === 'POST' && url?.pathname === FAULTS_PATH) {
    return await answerFault(request, response, faults)
  }
  if (faults.stalls()) await faults.untilServing()
  if (faults.refuses()) return refuse(response, 503, 'ServiceUnavailable', 'not ready')
  if (url?.pathname === DICTIONARY_PATH) {
    return answerDictionary(url.searchParams.get('id'), response, faults)
  }
  if (url && [wireV1.path, wireV2.path].includes(url.pathname)) {
    return refuse(response, 426, 'UpgradeRequired', 'connect with a WebSocket client')
  }
  refuse(response, 404, 'NotFound', `try ${wireV1.path} or ${wireV2.path}`)
}

async function answerFault(request: IncomingMessage, response: ServerResponse, faults: Faults) {
  const fault = faultSchema.safeParse(await json(request).catch(() => undefined))
  if (!fault.success) return refuse(response, 400, 'InvalidRequest', 'there is no such fault')
  faults.inflict(fault.data)
  response.writeHead(204).end()
}

/** The bytes of an id never change, those of the current dictionary may. */
function answerDictionary(id: string | null, response: ServerResponse, faults: Faults) {
  const found = findDictionary(id, faults.dictionary())
  if ('status' in found) return refuse(response, found.status, found.error, found.message)
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'cache-control': id === null ? 'no-cache' : FOREVER,
  })
  response.end(found.bytes)
}

function refuse(response: ServerResponse, status: number, error: string, message: string) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error, message }))
}
