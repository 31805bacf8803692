import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { ApiRefusal, openClient, pathOf } from './client.ts'

test.each([
  [{ actor: 'ann.example', window: '24h' }, '/circles/ann.example?window=24h'],
  [{ actor: 'a/../b?c#d' }, '/circles/a%2F..%2Fb%3Fc%23d'],
  [
    { actor: '$& {actor}', orbits: 3, bots: false },
    '/circles/%24%26%20%7Bactor%7D?orbits=3&bots=false',
  ],
  [{ actor: 'a', hide: ['b', 'c'], window: undefined }, '/circles/a?hide=b&hide=c'],
])('parameters %j stand where they belong', (parameters, path) => {
  expect(pathOf('/circles/{actor}', parameters)).toBe(path)
})

test('a client sends its key, and tells why it is refused', async () => {
  await using server = createServer((request, response) => {
    if (request.headers['x-api-key'] === 'mine') response.end('{"interactions":[]}')
    else response.writeHead(429, { 'retry-after': '7' }).end('{"error":"Busy","message":"Later."}')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  const call = ['/interaction', { uri: 'at://a.example/b.c.d/e' }] as const

  expect(await openClient({ url, key: 'mine' }).get(...call)).toEqual({ interactions: [] })
  const refusal = await openClient({ url })
    .get(...call)
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ApiRefusal)
  expect(refusal).toMatchObject({ status: 429, code: 'Busy', message: 'Later.', retryAfter: 7 })
})
