import { once } from 'node:events'
import { createServer } from 'node:http'

/** A span as a collector is told of it, as far as tests look. */
export type CollectedSpan = {
  service: string
  name: string
  kind: number
  failed: boolean
  attributes: Record<string, unknown>
}

/** An OpenTelemetry collector that takes OTLP as JSON over HTTP; it ends with its block. */
export type Collector = AsyncDisposable & { url: string; spans: CollectedSpan[] }

type Attribute = { key: string; value: Record<string, unknown> }

/** What the body of a request to /v1/traces says, as far as it is read here. */
type Export = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: {
      spans: { name: string; kind: number; status: { code?: number }; attributes?: Attribute[] }[]
    }[]
  }[]
}

const ERROR = 2

/** @param answers whether it ever answers */
export async function startCollector({ answers = true } = {}): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (!answers) return
    if (request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(body)))
    response.setHeader('Content-Type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function spansIn({ resourceSpans }: Export): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, kind, status, attributes }) => ({
        service,
        name,
        kind,
        failed: status.code === ERROR,
        attributes: attributesOf(attributes ?? []),
      })),
    )
  })
}

/** `{ intValue: 1 }` is 1. */
function attributesOf(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
