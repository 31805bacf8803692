import { freePort } from '@orrery/shared/testing'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../api/testing.ts'
import { startAppView } from '../api/testing-appview.ts'
import { commit, didOf, like, mention, reply } from '../api/testing-events.ts'
import { startService, until } from './services.ts'

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const hasBrowser = process.env.CHROMIUM_PATH !== ''
if (!hasBrowser) console.log('links page: skipped, no Chromium is installed')

const FANS = 60
const START = Date.now() - 7_200_000
const MAYA = didOf('maya')
const POST = `at://${MAYA}/app.bsky.feed.post/3mmoojp7etg2g`
const FEED = `at://${MAYA}/app.bsky.feed.generator/birds`
const LIST = `at://${MAYA}/app.bsky.graph.list/3mmoojp7etg2h`
const STARTER_PACK = `at://${MAYA}/app.bsky.graph.starterpack/3mmoojp7etg2i`
const ARTICLE = 'https://news.example/birds?page=2'
const LIKES = 'app.bsky.feed.like:subject.uri'

/** The one who liked the post as the n-th, from 0 up. */
const fan = (n: number) => `fan${'abcdefghij'[Math.floor(n / 10)]}${'abcdefghij'[n % 10]}`

/** Times are those of the events in order, a second apart. */
function events() {
  let time = START
  const later = () => {
    time += 1000
    return time
  }
  const embed = { $type: 'app.bsky.embed.external', external: { uri: ARTICLE, title: 'Birds' } }
  const liked = (uri: string) =>
    commit('bob', 'app.bsky.feed.like', { subject: { uri, cid: 'bafy' } }, later())
  return [
    ...Array.from({ length: FANS }, (_, n) => like(fan(n), 'maya', later())),
    reply('bob', 'maya', 'first', later()),
    reply('bob', 'maya', 'second', later()),
    reply('carol', 'maya', 'third', later()),
    mention('bob', 'maya', '@maya look', later()),
    commit('carol', 'app.bsky.graph.follow', { subject: MAYA }, later()),
    commit('carol', 'app.bsky.graph.listitem', { subject: didOf('bob'), list: LIST }, later()),
    liked(FEED),
    liked(STARTER_PACK),
    commit('carol', 'app.bsky.feed.post', { text: 'read this', embed }, later()),
  ]
}

describe.skipIf(!hasBrowser)('the links page in a browser', () => {
  const resources = new AsyncDisposableStack()
  let browser: Browser
  let api: TestApi
  let site: string

  beforeAll(async () => {
    const names = ['maya', 'bob', 'carol', ...Array.from({ length: FANS }, (_, n) => fan(n))]
    const known = names.map((name) => [didOf(name), { handle: `${name}.example` }])
    const appView = resources.use(await startAppView(Object.fromEntries(known)))
    api = resources.use(await startApi({ appViewUrl: appView.url }))
    await api.apply(events())
    site = await startSite(api.url)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    resources.defer(() => browser.close())
  })
  afterAll(() => resources.disposeAsync())

  async function startSite(apiUrl: string): Promise<string> {
    const port = String(await freePort())
    const service = resources.use(startService('frontend/main.ts', { PORT: port, API_URL: apiUrl }))
    const url = `http://127.0.0.1:${port}`
    // Nothing may listen there yet.
    const answers = () =>
      fetch(`${url}/links`).then(
        (answer) => answer.ok,
        () => false,
      )
    await until('the site answers', answers, [service])
    return url
  }

  function pathOf(subject: string, more: Record<string, string> = {}): string {
    return `${site}/links?${new URLSearchParams({ subject, ...more })}`
  }

  /** What a table says, the first for 0: records and accounts by the name of their source. */
  async function countsOn(page: Page, table = 0): Promise<Record<string, string[]>> {
    const rows = page.getByRole('table').nth(table).locator('tr:has(td + td)')
    const texts = await rows.allInnerTexts()
    const cells = texts.map((text) => text.split('\t').map((cell) => cell.trim()))
    return Object.fromEntries(cells.map(([name = '', ...counts]) => [name, counts.slice(0, 2)]))
  }

  /** The accounts of the list that is shown, in its order. */
  async function accountsOn(page: Page): Promise<string[]> {
    const links = page.locator('main li a[href^="/@"]')
    const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    return targets.map((target) => target?.slice('/@'.length) ?? '')
  }

  const handlesOf = (numbers: number[]) => numbers.map((number) => `${fan(number)}.example`)
  const newestFirst = Array.from({ length: FANS }, (_, n) => FANS - 1 - n)

  const account = { Follows: ['1', '1'], Mentions: ['1', '1'] }
  const post = {
    Likes: ['60', '60'],
    Replies: ['3', '2'],
    'Replies in the thread': ['3', '2'],
  }

  test.each([
    ['a handle', '@Maya.example', account],
    ['a DID', MAYA, account],
    ['a profile on bsky.app', 'https://bsky.app/profile/maya.example', account],
    ['a post on bsky.app', 'https://bsky.app/profile/maya.example/post/3mmoojp7etg2g', post],
    ['an at-uri', POST, post],
    ['an at-uri with a handle', POST.replace(MAYA, 'maya.example'), post],
    ['a feed on bsky.app', `bsky.app/profile/${MAYA}/feed/birds`, { Likes: ['1', '1'] }],
    [
      'a list on bsky.app',
      'https://bsky.app/profile/maya.example/lists/3mmoojp7etg2h',
      { 'List items': ['1', '1'] },
    ],
    [
      'a starter pack on bsky.app',
      'https://bsky.app/starter-pack/maya.example/3mmoojp7etg2i',
      { Likes: ['1', '1'] },
    ],
    ['a web address', ARTICLE, { 'Link cards': ['1', '1'] }],
    ['a web address without its scheme', 'News.example/birds?page=2', { 'Link cards': ['1', '1'] }],
  ])('%s leads to all its sources', async (_, typed, counts) => {
    const page = await browser.newPage()
    await page.goto(`${site}/links`)
    await page.getByRole('combobox').fill(typed)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Links to / }).waitFor()

    expect(await countsOn(page)).toEqual(counts)
    await page.close()
  })

  test('a name that is being typed is completed to an account', async () => {
    const page = await browser.newPage()
    await page.goto(`${site}/links`)
    const option = page.getByRole('option', { name: '@carol.example' })
    // What is typed before the script has started is not seen by it.
    await until('an account is suggested', async () => {
      await page.getByRole('combobox').fill('')
      await page.getByRole('combobox').pressSequentially('carol')
      return option.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
    })
    await option.click()
    await page.getByRole('heading', { level: 1, name: 'Links to @carol.example' }).waitFor()
    await page.close()
  })

  test('a page of bsky.app is also an address that may be linked to', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf(POST))
    await page.getByRole('link', { name: 'Links to its page on bsky.app' }).click()
    await page.getByRole('heading', { name: 'Links to a page of bsky.app' }).waitFor()
    await page.getByText('Nobody was seen linking to this').waitFor()

    await page.getByRole('link', { name: 'Links to what the page shows' }).click()
    await page.getByRole('heading', { name: 'Links to a post by @maya.example' }).waitFor()
    expect(await countsOn(page)).toEqual(post)
    await page.close()
  })

  test('the records of a source come newest first, a page at a time', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf(POST))
    await page.getByRole('link', { name: 'Likes', exact: true }).click()
    await page.getByRole('link', { name: 'Next →' }).waitFor()
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(0, 50)))

    await page.getByRole('link', { name: 'Next →' }).click()
    await page.waitForURL(/cursor=/)
    await page.getByRole('link', { name: '← Newest' }).waitFor()
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(50)))
    expect(await page.getByRole('link', { name: 'Next →' }).count()).toBe(0)

    await page.getByRole('link', { name: 'Oldest first' }).click()
    await page.waitForURL(/order=oldest/)
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.toReversed().slice(0, 50)))
    await page.close()
  })

  test('an account that links often is listed once, and leads to its circle', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf(POST, { source: 'app.bsky.feed.post:reply.parent.uri' }))
    expect(await accountsOn(page)).toEqual(['carol.example', 'bob.example', 'bob.example'])

    await page.getByRole('link', { name: '2 accounts' }).click()
    await page.waitForURL(/list=accounts/)
    expect(await accountsOn(page)).toEqual(['carol.example', 'bob.example'])

    await page.locator('main').getByRole('link', { name: '@bob.example' }).click()
    await page.waitForURL(`${site}/@bob.example`)
    await page.getByRole('link', { name: 'Links to this account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Links to @bob.example' }).waitFor()
    expect(await countsOn(page)).toEqual({ 'List memberships': ['1', '1'] })
    await page.close()
  })

  test('an account’s page has what goes to its records, too, and says to which', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf('maya.example'))
    expect(await countsOn(page, 1)).toEqual({
      ...post,
      ...account,
      Likes: ['62', '61'],
      'List items': ['1', '1'],
    })

    await page.getByRole('link', { name: 'Likes', exact: true }).click()
    await page.waitForURL(/scope=account/)
    await page.getByText('62 records', { exact: true }).waitFor()
    expect((await accountsOn(page)).slice(0, 3)).toEqual([
      'bob.example',
      'bob.example',
      'fanfj.example',
    ])
    const subjects = page.locator('main li').getByText(/^to /).locator('a')
    const titles = await subjects.evaluateAll((all) => all.map((link) => link.title))
    expect(titles.slice(0, 3)).toEqual([STARTER_PACK, FEED, POST])

    await page.getByRole('link', { name: 'Next →' }).click()
    await page.getByRole('link', { name: '← Newest' }).waitFor()
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(48)))
    await page.close()
  })

  test('a record that links has a page that says to what', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf(POST, { source: LIKES }))
    await page
      .getByRole('link', { name: /^like / })
      .first()
      .click()
    await page.getByRole('heading', { name: 'What this like links to' }).waitFor()
    await page.getByRole('link', { name: POST }).click()
    await page.getByRole('heading', { name: 'Links to a post by @maya.example' }).waitFor()
    await page.close()
  })

  test('without JavaScript the field, the sources and the pages all work', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site}/links`)
    await page
      .getByRole('combobox')
      .fill('https://bsky.app/profile/maya.example/post/3mmoojp7etg2g')
    await page.getByRole('button', { name: 'Show links' }).click()
    expect(await countsOn(page)).toEqual(post)

    await page.getByRole('link', { name: 'Likes', exact: true }).click()
    await page.getByRole('link', { name: 'Next →' }).click()
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(50)))
    await page.getByRole('link', { name: '60 accounts' }).click()
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(0, 50)))
    await context.close()
  })

  test('the page says from when on it is complete, and has the data as JSON', async () => {
    const page = await browser.newPage()
    await page.goto(pathOf(POST))
    const since = await page
      .getByText(/^Complete from/)
      .locator('time')
      .getAttribute('datetime')
    const answer = await api.get(`/links/all?hydrate=true&target=${encodeURIComponent(POST)}`)
    expect(since).toBe(answer.headers.get('orrery-complete-since'))

    const data = page.getByRole('link', { name: 'Data (JSON)' })
    const address = new URL((await data.getAttribute('href')) ?? '', site)
    expect(await (await fetch(address)).json()).toEqual(answer.json)
    await page.close()
  })

  test('a browser that opens an address of the API gets the page of the same links', async () => {
    const asked = new URLSearchParams({ subject: POST, source: LIKES })
    const { headers } = await api.get(`/xrpc/blue.microcosm.links.getBacklinks?${asked}`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    })
    const { pathname, search } = new URL(headers.get('location') ?? '')
    const page = await browser.newPage()
    await page.goto(site + pathname + search)
    expect(await accountsOn(page)).toEqual(handlesOf(newestFirst.slice(0, 50)))
    await page.close()
  })

  test('where nobody links, the page says what else to try', async () => {
    const page = await browser.newPage()
    const answer = await page.goto(pathOf(ARTICLE.replace('?page=2', '/?page=3')))
    expect(answer?.status()).toBe(200)
    await page.getByRole('heading', { name: 'Nobody was seen linking to this' }).waitFor()
    await page.getByRole('link', { name: 'https://news.example/birds', exact: true }).waitFor()

    await page.goto(pathOf('nobody.example'))
    await page.getByText('No account with the handle nobody.example is known.').waitFor()
    await page.getByRole('link', { name: 'https://nobody.example' }).waitFor()
    await page.close()
  })

  test.each([
    ['a name', 'Maya Lindqvist', {}, '“Maya Lindqvist” is no link, at-uri, handle or DID.'],
    ['half a source', POST, { source: 'likes' }, 'collection:path'],
    ['a cursor of no list', POST, { source: LIKES, cursor: 'x' }, 'cursor'],
  ])('%s gets a sentence', async (_, subject, more, sentence) => {
    const page = await browser.newPage()
    const answer = await page.goto(pathOf(subject, more))
    expect(answer?.status()).toBe(400)
    expect(await page.locator('main').innerText()).toContain(sentence)
    expect(await page.getByRole('combobox').inputValue()).toBe(subject)
    await page.close()
  })

  test.each([
    ['pt', '66 links de 3 origens', 'Curtidas', /^Completo a partir de/],
    ['de', '66 Links aus 3 Quellen', 'Likes', /^Vollständig ab/],
    ['es', '66 enlaces de 3 orígenes', 'Me gusta', /^Completo desde/],
    ['ja', 'リンク 66 件（リンク元 3 種類）', 'いいね', /以降は完全です/],
  ])(
    'in %s all of it is said in that language, in times of the reader',
    async (language, summary, name, complete) => {
      const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' })
      await context.addCookies([{ name: 'zone', value: 'Asia/Tokyo', url: site }])
      const page = await context.newPage()
      await page.goto(pathOf(POST).replace('/links', `/${language}/links`))
      await page.getByRole('heading', { level: 2, name: summary }).waitFor()
      const time = await page.getByText(complete).locator('time').innerText()
      expect(time).toMatch(/JST|GMT\+9/)

      await page.getByRole('link', { name, exact: true }).click()
      await page.waitForURL(new RegExp(`/${language}/links\\?.*source=`))
      const account = page.locator(`main li a[href^="/${language}/@"]`).first()
      expect(await account.getAttribute('href')).toBe(`/${language}/@${fan(FANS - 1)}.example`)
      await context.close()
    },
  )

  test('while the API is away the page says so, and tries again', async () => {
    const lonely = await startSite(`http://127.0.0.1:${await freePort()}`)
    const page = await browser.newPage()
    const answer = await page.goto(`${lonely}/links?subject=maya.example`)
    expect(answer?.status()).toBe(503)
    await page.getByText('This page tries again every few seconds.').waitFor()
    await page.close()
  })

  test.each([390, 1280])('at a width of %d nothing sticks out of the page', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } })
    const paths = [
      `${site}/links`,
      pathOf('maya.example'),
      pathOf(POST),
      pathOf(POST, { source: LIKES }),
      pathOf(POST, { source: LIKES, list: 'accounts' }),
      pathOf(`https://example.com/${'a'.repeat(300)}`),
      pathOf('Maya Lindqvist'),
    ]
    for (const path of paths) {
      await page.goto(path)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, path).toBe(0)
    }
    await page.close()
  })
})
