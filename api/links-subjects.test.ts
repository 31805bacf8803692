import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { startAppView, type TestAppView } from './testing-appview.ts'
import { commit, didOf } from './testing-events.ts'
import { addressOf } from './testing-pages.ts'

const NOW = Date.now()
const alice = didOf('alice')
const COLLECTION = 'com.example.thing'
const COUNT = '/xrpc/blue.microcosm.links.getBacklinksCount'

describe('a handle', () => {
  let api: TestApi
  let appView: TestAppView
  beforeAll(async () => {
    appView = await startAppView({ [alice]: { handle: 'alice.example' } })
    api = await startApi({ appViewUrl: appView.url })
    const thing = (name: string, field: string, target: string) =>
      commit(name, COLLECTION, { [field]: target }, NOW - 60_000)
    await api.apply([
      thing('bob', 'to', alice),
      thing('bob', 'to', `at://${alice}/a.b/c`),
      thing('carol', 'to', 'at://alice.example/a.b/c'),
      thing('carol', 'to', 'at://nobody.example/a.b/c'),
      thing('carol', 'to', 'at://alice.example'),
      thing('bob', 'to', `at://${alice}`),
    ])
  })
  afterAll(async () => {
    await api[Symbol.asyncDispose]()
    await appView[Symbol.asyncDispose]()
  })

  const countOf = async (subject: string) => {
    const asked = [
      ['subject', subject],
      ['source', `${COLLECTION}:to`],
    ] as const
    return (await api.get(addressOf(COUNT, asked))).json
  }

  test.each([
    ['alice.example', 1],
    ['@alice.example', 1],
    ['Alice.Example', 1],
    [`@${alice}`, 0],
    ['nobody.example', 0],
    ['handle.invalid', 0],
    ['at://alice.example/a.b/c', 2],
    ['AT://ALICE.example/a.b/c/', 2],
    [`at://${alice}/a.b/c`, 1],
    ['at://alice.example/a.b/d', 0],
    ['at://nobody.example/a.b/c', 1],
    ['at://alice.example', 2],
    ['https://alice.example', 0],
  ])('that is written %s has %i links', async (subject, total) => {
    expect(await countOf(subject)).toEqual({ total })
  })

  test('lists who links to the account, and to what is written so, each once', async () => {
    const asked = [
      ['subject', 'at://alice.example/a.b/c'],
      ['source', `${COLLECTION}:to`],
    ] as const
    const { json } = await api.get(addressOf('/xrpc/blue.microcosm.links.getBacklinkDids', asked))
    const linking_dids = expect.arrayContaining([didOf('bob'), didOf('carol')])
    expect(json).toEqual({ total: 2, linking_dids, cursor: null })
    const { json: all } = await api.get('/links/all/count?target=at://alice.example/a.b/c')
    expect(all).toEqual({ links: { [COLLECTION]: { '.to': 2 } } })
  })

  test('while nobody can tell whom it names, is refused, but not what is written with it', async () => {
    appView.mode = 'fails'
    expect(await countOf('unheard.example')).toMatchObject({ error: 'UpstreamUnavailable' })
    expect(await countOf('at://unheard.example/a.b/c')).toEqual({ total: 0 })
  })
})

test('another subject of a join may be written with a handle, too', async () => {
  await using appView = await startAppView({ [alice]: { handle: 'alice.example' } })
  await using api = await startApi({ appViewUrl: appView.url })
  const record = { to: 'https://a.example', with: [alice, 'https://b.example'] }
  await api.apply([commit('bob', COLLECTION, record, NOW)])
  const asked = [
    ['subject', 'HTTPS://A.example'],
    ['source', `${COLLECTION}:to`],
    ['pathToOther', 'with[]'],
    ['otherSubject', 'alice.example'],
  ] as const
  const { json } = await api.get(addressOf('/xrpc/blue.microcosm.links.getManyToMany', asked))
  expect(json).toMatchObject({ items: [{ otherSubject: alice }], cursor: null })
})
