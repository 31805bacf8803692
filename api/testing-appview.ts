import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

type Known = {
  handle: string
  displayName?: string
  avatar?: string
  labels?: { src: string; uri: string; val: string; cts: string }[]
}

export type TestAppView = AsyncDisposable & {
  url: string
  /** What it was asked, in order: method and parameters. */
  asked: string[]
  /** Who it knows, by DID; may be changed at any time. */
  accounts: Map<string, Known>
  /** What it knows of two accounts, by `<did> <other did>`, as it says it. */
  relationships: Map<string, object>
  /** How it answers from now on. */
  mode: 'answers' | 'fails' | 'hangs'
}

/** A small AppView of the test's own. */
export async function startAppView(accounts: Record<string, Known>): Promise<TestAppView> {
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://appview.example')
    view.asked.push(decodeURIComponent(url.pathname.slice('/xrpc/'.length) + url.search))
    if (view.mode === 'hangs') return
    if (view.mode === 'fails') send(response, 502, { error: 'UpstreamFailure', message: 'down' })
    else answerQuestion(view, url, response)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const view: TestAppView = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    accounts: new Map(Object.entries(accounts)),
    relationships: new Map(),
    mode: 'answers',
    async [Symbol.asyncDispose]() {
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
  return view
}

const RELATIONSHIP = 'app.bsky.graph.defs#relationship'

function answerQuestion(
  { accounts, relationships }: TestAppView,
  { pathname, searchParams }: URL,
  response: ServerResponse,
): void {
  const all = Array.from(accounts, ([did, known]) => ({ did, ...known }))
  if (pathname.endsWith('.resolveHandle')) {
    const found = all.find(({ handle }) => handle === searchParams.get('handle'))
    const refusal = { error: 'InvalidRequest', message: 'Unable to resolve handle' }
    if (found) send(response, 200, { did: found.did })
    else send(response, 400, refusal)
  } else if (pathname.endsWith('.getProfiles')) {
    const actors = searchParams.getAll('actors')
    const shown = all.filter(({ did }) => actors.includes(did)).reverse()
    if (actors.length > 25) send(response, 400, { error: 'InvalidRequest', message: 'too many' })
    else send(response, 200, { profiles: shown })
  } else if (pathname.endsWith('.getRelationships')) {
    const [actor, others] = [searchParams.get('actor') ?? '', searchParams.getAll('others')]
    const known = others.map((did) => ({ did, ...relationships.get(`${actor} ${did}`) }))
    const body = { actor, relationships: known.map((each) => ({ $type: RELATIONSHIP, ...each })) }
    if (others.length > 30) send(response, 400, { error: 'InvalidRequest', message: 'too many' })
    else send(response, 200, body)
  } else {
    const q = searchParams.get('q') ?? ''
    send(response, 200, { actors: all.filter(({ handle }) => handle.startsWith(q)) })
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
