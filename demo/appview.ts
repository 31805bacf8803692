import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hash32 } from '@orrery/shared/hash'
import type { Directory, Profile } from './directory.ts'

export type AppView = AsyncDisposable & { url: string }

type Answer = { status: number; type: string; body: string | Buffer }

const MAX_PROFILES = 25
const MAX_OTHERS = 30
const MAX_CONNECTED = 20
const JOINED = '2026-01-01T00:00:00.000Z'

/**
 * The calls of the public AppView that Orrery makes, answered from the directory, on the loopback
 * address; with `/avatar/<did>` and, for the launcher, `/demo/accounts`.
 */
export async function serveAppView(options: {
  port: number
  directory: Directory
  /** A PNG image. */
  drawAvatar(did: string): Promise<Buffer | undefined>
}): Promise<AppView> {
  let base = ''
  const http = createServer(async (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://localhost')
    const { status, type, body } = url ? await answerTo(url) : notFound()
    response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' })
    response.end(body)
  })

  async function avatar(did: string): Promise<Answer> {
    const image = await options.drawAvatar(did)
    return image ? { status: 200, type: 'image/png', body: image } : notFound()
  }

  function answerTo({ pathname, searchParams }: URL): Answer | Promise<Answer> {
    const { directory } = options
    if (pathname.startsWith('/avatar/')) {
      return avatar(pathname.slice('/avatar/'.length).replaceAll(/%3A/gi, ':'))
    }
    switch (pathname) {
      case '/demo/accounts':
        return accounts()
      case '/xrpc/app.bsky.actor.getProfile':
        return profile(directory.find(searchParams.get('actor') ?? ''))
      case '/xrpc/app.bsky.actor.getProfiles':
        return profiles(searchParams.getAll('actors'))
      case '/xrpc/app.bsky.actor.searchActorsTypeahead':
        return search(searchParams)
      case '/xrpc/app.bsky.graph.getRelationships':
        return relationships(searchParams)
      case '/xrpc/com.atproto.identity.resolveHandle':
        return resolve(directory.find(searchParams.get('handle') ?? ''))
      default:
        return notFound()
    }
  }

  function accounts(): Answer {
    const connected = options.directory.mostConnected(2 * MAX_CONNECTED)
    const shown = connected.filter(({ did }) => !isPrivate(did)).slice(0, MAX_CONNECTED)
    return json({ accounts: shown.map(({ did, handle }) => ({ did, handle })) })
  }

  function relationships(query: URLSearchParams): Answer {
    const actor = options.directory.find(query.get('actor') ?? '')
    const others = query.getAll('others')
    if (!actor) return refused('ActorNotFound', 'Actor not found')
    if (others.length > MAX_OTHERS) {
      return refused('InvalidRequest', `others must hold at most ${MAX_OTHERS} handles or DIDs`)
    }
    const found = others.map((name) =>
      relationshipOf(actor.did, options.directory.find(name), name),
    )
    return json({ actor: actor.did, relationships: found })
  }

  function profile(found: Profile | undefined): Answer {
    if (!found || found.status === 'deleted') return refused('InvalidRequest', 'Profile not found')
    if (found.status === 'active') return json(detailed(found))
    if (found.status === 'deactivated') {
      return refused('AccountDeactivated', 'Account is deactivated')
    }
    return refused('AccountTakedown', 'Account has been suspended')
  }

  function profiles(actors: string[]): Answer {
    if (actors.length === 0 || actors.length > MAX_PROFILES) {
      return refused('InvalidRequest', `actors must hold 1 to ${MAX_PROFILES} handles or DIDs`)
    }
    const found = actors.flatMap((actor) => options.directory.find(actor) ?? [])
    return json({ profiles: found.filter(({ status }) => status === 'active').map(detailed) })
  }

  function search(query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 10)
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      return refused('InvalidRequest', 'limit must be an integer from 1 to 100')
    }
    return json({ actors: options.directory.search(query.get('q') ?? '', limit).map(basic) })
  }

  function basic({ did, handle, displayName }: Profile) {
    const avatar = `${base}/avatar/${did}`
    const name = displayName && { displayName }
    return { did, handle, ...name, avatar, createdAt: JOINED, labels: labelsOf(did) }
  }

  function detailed(of: Profile) {
    return { ...basic(of), indexedAt: JOINED }
  }

  http.listen(options.port, '127.0.0.1')
  await once(http, 'listening')
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    url: base,
    async [Symbol.asyncDispose]() {
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}

/** One account in 32 says that it is a bot, and one that it is not for everybody: always the same. */
function labelsOf(did: string) {
  const val = did.endsWith('b') ? 'bot' : isPrivate(did) ? '!no-unauthenticated' : undefined
  return val ? [{ src: did, uri: `at://${did}/app.bsky.actor.profile/self`, val, cts: JOINED }] : []
}

function isPrivate(did: string): boolean {
  return did.endsWith('c')
}

const DEFS = 'app.bsky.graph.defs'

/** One account in two follows another, one in sixty blocks it: always the same. */
function relationshipOf(did: string, other: Profile | undefined, name: string) {
  if (!other) return { $type: `${DEFS}#notFoundActor`, actor: name, notFound: true }
  const record = (by: string, kind: string) => `at://${by}/app.bsky.graph.${kind}/3mmoojp7etg2g`
  const [own, theirs] = [hash32(`${did} ${other.did}`), hash32(`${other.did} ${did}`)]
  return {
    $type: `${DEFS}#relationship`,
    did: other.did,
    ...(own % 2 === 0 && { following: record(did, 'follow') }),
    ...(theirs % 2 === 0 && { followedBy: record(other.did, 'follow') }),
    ...(own % 60 === 0 && { blocking: record(did, 'block') }),
    ...(theirs % 60 === 0 && { blockedBy: record(other.did, 'block') }),
  }
}

function resolve(found: Profile | undefined): Answer {
  if (!found || found.status === 'deleted') {
    return refused('HandleNotFound', 'Unable to resolve handle')
  }
  return json({ did: found.did })
}

function json(value: unknown, status = 200): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) }
}

function refused(error: string, message: string): Answer {
  return json({ error, message }, 400)
}

function notFound(): Answer {
  return json({ error: 'MethodNotImplemented', message: 'Nothing is answered here' }, 404)
}
