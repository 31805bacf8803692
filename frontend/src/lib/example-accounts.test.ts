import type { OpenApi } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { NAMED, withExamplesOf } from './example-accounts.ts'

const [bsky, atproto] = NAMED
const document = {
  paths: { '/a': { examples: ['bsky.app', bsky?.did, `at://${bsky?.did}/a.b.c/d`, atproto?.did] } },
} as unknown as OpenApi

test('examples are about other accounts, as far as there are some', () => {
  const ann = { did: 'did:plc:ann', handle: 'ann.test' }

  expect(withExamplesOf(document, [ann])).toEqual({
    paths: { '/a': { examples: ['ann.test', ann.did, 'at://did:plc:ann/a.b.c/d', atproto?.did] } },
  })
  expect(withExamplesOf(document, [])).toEqual(document)
})
