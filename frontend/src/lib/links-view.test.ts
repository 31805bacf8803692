import { expect, test } from 'vitest'
import { apiPathOf, type LinksView, linksPathOf, linksQueryOf, linksViewOf } from './links-view.ts'

const LIKES = 'app.bsky.feed.like:subject.uri'
const POST = 'at://did:plc:abc234/app.bsky.feed.post/3k2a'

const PLAIN: LinksView = {
  subject: POST,
  exact: false,
  source: undefined,
  scope: 'subject',
  list: 'records',
  order: 'newest',
  cursor: undefined,
}

test.each<[string, Partial<LinksView>]>([
  ['all sources', {}],
  ['a subject as it stands', { exact: true }],
  ['the links of a source', { source: LIKES }],
  ['who made them', { source: LIKES, list: 'accounts' }],
  ['a further page, oldest first', { source: LIKES, order: 'oldest', cursor: '0a1b' }],
  ['what goes to the whole account', { subject: 'maya.example', scope: 'account', source: LIKES }],
])('%s: the query leads back to the view', (_, asked) => {
  const view = { ...PLAIN, ...asked }
  expect(linksViewOf(new URLSearchParams(linksQueryOf(view)))).toEqual(view)
})

test('what a query says in other words counts as not said', () => {
  const query = new URLSearchParams({
    subject: ` ${POST} `,
    exact: 'yes',
    source: '',
    scope: 'all',
    list: 'posts',
    order: 'up',
    cursor: '',
  })
  expect(linksViewOf(query)).toEqual(PLAIN)
  expect(linksViewOf(new URLSearchParams())).toEqual({ ...PLAIN, subject: '' })
})

test('there is no list of the accounts that link to a whole account', () => {
  const query = new URLSearchParams({ subject: 'maya.example', scope: 'account', list: 'accounts' })
  expect(linksViewOf(query)).toMatchObject({ scope: 'account', list: 'records' })
})

test('an address that stands in a record is not read as what it shows', () => {
  expect(linksPathOf(POST)).not.toContain('exact')
  expect(linksPathOf('https://bsky.app/profile/maya.example')).toContain('exact=true')
})

test.each<[Partial<LinksView>, string, string]>([
  [{}, '/links/all', 'hydrate=true'],
  [{ scope: 'account' }, '/links/to-account/did%3Aplc%3Aabc234', ''],
  [
    { scope: 'account', source: LIKES },
    '/links/to-account/did%3Aplc%3Aabc234',
    'limit=50&source=app.bsky.feed.like:subject.uri',
  ],
  [
    { source: LIKES },
    '/xrpc/blue.microcosm.links.getBacklinks',
    'hydrate=true&limit=50&source=app.bsky.feed.like:subject.uri',
  ],
  [
    { source: LIKES, list: 'accounts', order: 'oldest', cursor: '0a' },
    '/xrpc/blue.microcosm.links.getBacklinkDids',
    'cursor=0a&limit=50&reverse=true&source=app.bsky.feed.like:subject.uri',
  ],
])('%j is asked of %s', (asked, path, parameters) => {
  const { pathname, searchParams } = new URL(
    apiPathOf({ ...PLAIN, ...asked }, 'did:plc:abc234'),
    'http://api.example',
  )
  for (const name of ['target', 'subject']) {
    if (searchParams.has(name)) expect(searchParams.get(name)).toBe('did:plc:abc234')
    searchParams.delete(name)
  }
  searchParams.sort()
  expect(pathname).toBe(path)
  expect(decodeURIComponent(String(searchParams))).toBe(parameters)
})
