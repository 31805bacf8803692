import { readConfig } from '@orrery/shared/config'
import { expect, test } from 'vitest'
import { schema } from './config.ts'

test('without any variable the links of all collections are indexed', () => {
  expect(readConfig(schema, {})).toMatchObject({
    LINK_COLLECTIONS: [],
    STORE_CIDS: false,
    LEASE_SECONDS: 5,
  })
})

test('collections to index are a list', () => {
  const { LINK_COLLECTIONS } = readConfig(schema, {
    LINK_COLLECTIONS: 'app.bsky.*, sh.tangled.star',
  })
  expect(LINK_COLLECTIONS).toEqual(['app.bsky.*', 'sh.tangled.star'])
})

test.each([
  ['LINK_COLLECTIONS', 'app.bsky.feed.like,app.bsky.fo*'],
  ['STORE_CIDS', 'some'],
  ['LEASE_SECONDS', '0'],
])('%s=%s stops the start and is named', (name, value) => {
  expect(() => readConfig(schema, { [name]: value })).toThrow(name)
})
