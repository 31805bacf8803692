import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openDocuments } from './documents.ts'
import { SERVERS } from './testing-servers.ts'

const profile = z.object({ handle: z.string().nullable(), links: z.array(z.number()) })
const alice = { handle: 'alice.example', links: [1, 2.5] }
const nameless = { handle: null, links: [] }

describe.each(SERVERS)('documents on $kind', ({ modules, open }) => {
  test('a document reads as it was written, until it is deleted', async ({ skip }) => {
    await using server = await open(skip)
    const documents = openDocuments(server.redis, modules)
    const key = `test:${randomUUID()}`

    expect(await documents.get(key, profile)).toBeUndefined()
    await documents.set(key, nameless, 60)
    await documents.set(key, alice, 60)
    expect(await documents.get(key, profile)).toEqual(alice)
    await documents.delete(key)
    expect(await documents.get(key, profile)).toBeUndefined()
  })

  test('several documents come in the order of their keys, with gaps', async ({ skip }) => {
    await using server = await open(skip)
    const documents = openDocuments(server.redis, modules)
    const [one, absent, other] = [1, 2, 3].map((number) => `test:${number}:${randomUUID()}`)
    const wanted = [one, absent, other].filter((key) => key !== undefined)
    await documents.set(`${one}`, alice, 60)
    await documents.set(`${other}`, nameless, 60)

    expect(await documents.getMany(wanted, profile)).toEqual([alice, undefined, nameless])
    expect(await documents.getMany([], profile)).toEqual([])
    for (const key of wanted) await documents.delete(key)
  })

  test('every document expires, one that was written again too', async ({ skip }) => {
    await using server = await open(skip)
    const documents = openDocuments(server.redis, modules)
    const key = `test:${randomUUID()}`
    await documents.set(key, alice, 1000)
    await documents.set(key, nameless, 500)

    const left = await server.redis.ttl(key)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(500)
    await documents.delete(key)
  })

  test('what is not what the schema wants is absent and can be replaced', async ({ skip }) => {
    await using server = await open(skip)
    const documents = openDocuments(server.redis, modules)
    const key = `test:${randomUUID()}`
    const corruptions = [
      () => server.redis.set(key, '{"handle":'),
      () => server.redis.set(key, JSON.stringify(alice.handle)),
      () => server.redis.lPush(key, 'a list'),
      () => documents.set(key, { handle: 7 }, 60),
    ]
    for (const corrupt of corruptions) {
      await server.redis.del(key)
      await corrupt()
      expect(await documents.get(key, profile)).toBeUndefined()
      await documents.set(key, alice, 60)
      expect(await documents.get(key, profile)).toEqual(alice)
    }
    await documents.delete(key)
  })

  test('a lost connection is an error, not an absent document', async ({ skip }) => {
    await using server = await open(skip)
    const documents = openDocuments(server.redis, modules)
    server.redis.destroy()

    await expect(documents.get('test', profile)).rejects.toThrow()
  })
})
