import { setTimeout as sleep } from 'node:timers/promises'
import { keys } from '@orrery/shared/keys'
import { expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { didOf, like } from './testing-events.ts'

const alice = didOf('alice')
const carol = didOf('carol')

async function untilHealthy(api: TestApi): Promise<void> {
  while ((await api.get('/health')).status !== 200) await sleep(10)
}

test('after Redis has lost everything nothing of the old store is remembered', async () => {
  await using api = await startApi()
  await api.apply([like('alice', 'bob', Date.now() - 2)])
  expect((await api.get(`/circles/${alice}`)).json).toMatchObject({ orbits: [[{}], []] })

  await api.server.crash()
  await untilHealthy(api)
  await api.apply([like('carol', 'dora', Date.now() - 1)])
  expect((await api.get(`/circles/${alice}`)).json).toMatchObject({ orbits: [[], []] })
  const { json } = await api.get(`/circles/${carol}`)
  expect(json).toMatchObject({ orbits: [[{ did: didOf('dora') }], []] })
})

test('a Redis that takes commands and does not answer is not waited for', async () => {
  await using api = await startApi({ patience: 200 })
  await api.redis.sendCommand(['CLIENT', 'PAUSE', '1500'])

  const { status, headers, json } = await api.get(`/circles/${alice}`)
  expect(status).toBe(503)
  expect(headers.get('retry-after')).toBe('5')
  expect(json).toMatchObject({ error: 'StoreUnavailable' })
  expect(await api.get('/health')).toMatchObject({ status: 503, json: { status: 'down' } })

  await untilHealthy(api)
  expect((await api.get(`/circles/${alice}`)).status).toBe(200)
})

test('a Redis that is full still answers', async () => {
  await using appView = await startAppView({ [alice]: { handle: 'alice.example' } })
  await using api = await startApi({ appViewUrl: appView.url })
  await api.apply([like('alice', 'bob', Date.now() - 1)])
  await api.redis.configSet('maxmemory', '1')
  await expect(api.redis.set('one', 'more')).rejects.toThrow('OOM')

  for (const actor of [alice, 'alice.example']) {
    const { json } = await api.get(`/circles/${actor}`)
    expect(json).toMatchObject({ handle: 'alice.example', orbits: [[{}], []] })
  }
  expect((await api.get('/circles/nobody.example')).status).toBe(404)
})

test('what nobody expected is told in one sentence and no more', async () => {
  await using api = await startApi()
  await api.apply([like('alice', 'bob', Date.now() - 1)])
  await api.redis.del(keys.buckets)
  await api.redis.lPush(keys.buckets, 'not a hash')

  const { status, json } = await api.get(`/circles/${alice}`)
  const message = 'Something went wrong here; it has been logged.'
  expect({ status, json }).toEqual({ status: 500, json: { error: 'InternalError', message } })
})
