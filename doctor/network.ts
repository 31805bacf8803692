import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { feedOf, type Wire } from '../firehose/feed.ts'
import { type Finding, findingsIn } from './finding.ts'

const PATIENCE = 10_000

/** Whether a Jetstream server takes a connection and sends something. */
export async function checkJetstream(address: string, wire?: Wire): Promise<Finding> {
  const { ok, fail, warn } = findingsIn('Jetstream')
  const { url, host } = feedOf(address, wire)
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: PATIENCE })
  let isOpen = false
  const silence = sleep(PATIENCE, undefined, { ref: false }).then(() =>
    isOpen
      ? warn(`${host} is connected and sends nothing`, 'Name another in JETSTREAM_URL if it lasts.')
      : fail(`${host} does not answer`, UNREACHABLE),
  )
  socket.on('open', () => {
    isOpen = true
  })
  socket.on('message', () => resolve(ok(`${host} sends events`)))
  socket.on('error', (error: NodeJS.ErrnoException) =>
    resolve(fail(`${host} cannot be reached: ${error.message || error.code}`, UNREACHABLE)),
  )
  const finding = await Promise.race([promise, silence])
  socket.terminate()
  return finding
}

const UNREACHABLE =
  'Look whether this machine reaches the Internet; name another server in JETSTREAM_URL.'

export type Answered = { finding: Finding; clock?: { said: number; at: number } }

/** Whether the AppView answers, and what its clock says. */
export async function checkAppView(url: string): Promise<Answered> {
  const { ok, warn } = findingsIn('AppView')
  const advice =
    'Without it circles have no names and avatars, and handles are not found. APPVIEW_URL says where it is.'
  const { host } = new URL(url)
  try {
    const asked = new URL('/xrpc/com.atproto.identity.resolveHandle?handle=bsky.app', url)
    const answer = await fetch(asked, { signal: AbortSignal.timeout(PATIENCE) })
    await answer.body?.cancel()
    if (answer.status >= 500) return { finding: warn(`${host} answers ${answer.status}`, advice) }
    const said = Date.parse(answer.headers.get('date') ?? '')
    return {
      finding: ok(`${host} answers`),
      ...(Number.isFinite(said) && { clock: { said, at: Date.now() } }),
    }
  } catch (error) {
    const { message, cause } = error as Error
    const why =
      cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message
    return { finding: warn(`${host} cannot be reached: ${why}`, advice) }
  }
}
