import { noteGap } from '@orrery/shared/gaps'
import { connect } from '@orrery/shared/redis'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fetched, hasBrowser, type KnownSite, openKnownSite } from './known-site.ts'
import { until } from './services.ts'

if (!hasBrowser) console.log('pages of the network: skipped, no Chromium is installed')

/** Everybody's likes of the owner: 40, 39, ... 6. */
const LIKES = 805
const PARTNERS = 35
const HOUR = 3_600_000
const HOSTILE = '<img src=x onerror="document.title=1"> & <script>alert(1)</script>'

describe.skipIf(!hasBrowser)('the pages of the network in a browser', () => {
  let known: KnownSite
  let owner: string
  let nearest: string
  let second: string
  const gap = { from: Date.now() - 5 * HOUR, to: Date.now() - 3 * HOUR, reason: 'it was a test' }

  /** The owner replies twice to its nearest and mentions it; the second nearest blocks the owner. */
  beforeAll(async () => {
    known = await openKnownSite()
    const { network, apiUrl, services } = known
    const [first, other] = network.partners
    if (!first || !other) throw new Error('the owner has partners')
    owner = `@${network.owner.handle}`
    nearest = `@${first.handle}`
    second = `@${other.handle}`
    const post = 'app.bsky.feed.post'
    const parent = { uri: `at://${first.did}/${post}/3mmoojp7etg2g`, cid: 'bafy' }
    const reply = { root: parent, parent }
    const facets = [
      {
        index: { byteStart: 0, byteEnd: 1 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: first.did }],
      },
    ]
    network.write(network.owner.did, post, { text: 'first', reply, langs: ['de'] })
    network.write(network.owner.did, post, { text: 'again', reply, langs: ['de'] })
    network.write(network.owner.did, post, { text: HOSTILE, facets, langs: ['en'] })
    network.write(other.did, 'app.bsky.graph.block', { subject: network.owner.did })
    await using redis = await connect(known.redisUrl)
    await noteGap(redis, gap)

    const counts = async (path: string, ready: (answer: never) => boolean) => {
      const answer = await fetched(apiUrl + path)
      return Boolean(answer?.ok && ready((await answer.json()) as never))
    }
    const isCounted = async () =>
      (await counts('/top?type=post', ({ rows }: { rows: unknown[] }) => rows.length === 1)) &&
      (await counts('/top?type=block', ({ rows }: { rows: unknown[] }) => rows.length === 1)) &&
      (await counts('/stats', ({ lastDay, languages }: Totals) => {
        return lastDay.total === LIKES + 3 && languages.length === 2
      })) &&
      (await counts('/collections', ({ collections }: { collections: unknown[] }) => {
        return collections.length === 3
      }))
    await until('everything is counted', isCounted, Object.values(services), 200)
  }, 300_000)
  afterAll(() => known?.[Symbol.asyncDispose]())

  /** Has somebody with such a browser look at a page. */
  async function visit(
    path: string,
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await known.browser.newContext({ locale: 'en-GB', ...options })
    try {
      const page = await context.newPage()
      await page.goto(known.site + path)
      await look(page)
    } finally {
      await context.close()
    }
  }

  const withoutScript = { javaScriptEnabled: false }
  const pair = () => `/${owner}/${nearest}`

  /** The texts of the cells of each row, without its header. */
  async function rowsOf(table: Locator): Promise<string[][]> {
    const rows = await table.locator('tbody tr, tfoot tr').all()
    return Promise.all(
      rows.map(async (row) => {
        const texts = await row.locator('th, td').allInnerTexts()
        return texts.map((text) => text.trim())
      }),
    )
  }

  /** What the legend of a chart says: `Likes 805`. */
  async function legendOf(section: Locator): Promise<string[]> {
    const items = await section.locator('figcaption li').allInnerTexts()
    return items.map((text) => text.replaceAll(/\s+/g, ' ').trim())
  }

  function sectionOf(page: Page, name: string): Locator {
    return page.getByRole('region', { name, exact: true }).first()
  }

  describe('of a pair', () => {
    test('the counts, contacts and interactions of both ways are told', () =>
      visit(
        pair(),
        async (page) => {
          expect(await page.title()).toBe(`${owner} and ${nearest} · Orrery`)
          expect(await rowsOf(page.getByRole('table').first())).toEqual([
            ['Likes', '0', '40'],
            ['Reposts', '0', '0'],
            ['Replies', '2', '0'],
            ['Quotes', '0', '0'],
            ['Mentions', '1', '0'],
            ['All', '3', '40'],
            ['Characters', String('first'.length + 'again'.length + HOSTILE.length), '0'],
          ])
          const contacts = page
            .getByText(/^(First|Last) contact/)
            .locator('..')
            .locator('time')
          const { first, last } = (await pairAnswer()) as Record<'first' | 'last', string>
          const times = await contacts.evaluateAll((all) =>
            all.map((time) => time.getAttribute('datetime')),
          )
          expect(times).toEqual([first, last])

          const items = page.locator('ol > li')
          expect(await items.count()).toBe(43)
          const types = await items.locator('.type').allInnerTexts()
          expect(types.slice(0, 4)).toEqual(['Mention', 'Reply', 'Reply', 'Like'])
          expect(await items.nth(1).innerText()).toContain(`${owner} → ${nearest}`)
          expect(await items.nth(3).innerText()).toContain(`${nearest} → ${owner}`)
        },
        withoutScript,
      ))

    test('an interaction leads to what its record links to, and to bsky.app', () =>
      visit(pair(), async (page) => {
        const reply = page.locator('ol > li').nth(1)
        const target = await reply.getByRole('link', { name: 'On Bluesky' }).getAttribute('href')
        expect(target).toMatch(/^https:\/\/bsky\.app\/profile\/did:.*\/post\/\w{13}$/)
        await reply.getByRole('link', { name: 'Record' }).click()
        await page.waitForURL(/\/links\?subject=at/)
      }))

    test('what one sent is above, what it received below, in the chart and its table', () =>
      visit(
        pair(),
        async (page) => {
          const chart = sectionOf(page, 'Over time')
          expect(await legendOf(chart)).toEqual([
            `Above: ${owner} → ${nearest}`,
            ...['Likes 0', 'Reposts 0', 'Replies 2', 'Quotes 0', 'Mentions 1'],
            `Below: ${nearest} → ${owner}`,
            ...['Likes 40', 'Reposts 0', 'Replies 0', 'Quotes 0', 'Mentions 0'],
          ])
          await chart.getByText('As a table').click()
          const rows = await rowsOf(chart.getByRole('table'))
          const sums = rows.reduce(
            (all, row) => all.map((sum, at) => sum + Number(row[at + 1])),
            [...Array<number>(10).fill(0)],
          )
          expect(sums).toEqual([0, 0, 2, 0, 1, 40, 0, 0, 0, 0])
          expect(await chart.locator('[data-band]').count()).toBeGreaterThan(0)
        },
        withoutScript,
      ))

    test('it can be looked at from the other side, and at other times', () =>
      visit(
        `${pair()}?window=24h`,
        async (page) => {
          await page.getByRole('link', { name: 'Look at it from the other side' }).click()
          await page.waitForURL(`${known.site}/${nearest}/${owner}?window=24h`)
          expect((await rowsOf(page.getByRole('table').first()))[0]).toEqual(['Likes', '40', '0'])

          await page.getByRole('link', { name: '1 hour' }).click()
          await page.waitForURL(/window=1h/)
          expect((await rowsOf(page.getByRole('table').first()))[5]).toEqual(['All', '0', '3'])

          const today = new Date().toISOString().slice(0, 10)
          const before = new Date(Date.now() - 24 * HOUR).toISOString().slice(0, 10)
          await page.getByLabel('From (UTC)').fill(today)
          await page.getByLabel('To').fill(before)
          await page.getByRole('button', { name: 'Show', exact: true }).last().click()
          await page.waitForURL(/from=/)
          expect((await rowsOf(page.getByRole('table').first()))[5]).toEqual(['All', '40', '3'])
          expect(await page.getByLabel('From (UTC)').inputValue()).toBe(before)
        },
        withoutScript,
      ))

    test('where nothing was, it says so; of one account there is no pair; nobody is not found', async () => {
      await visit(`/${nearest}/${second}`, async (page) => {
        await page.getByText('Nothing passed between the two in this time').waitFor()
        expect(await page.getByRole('link', { name: 'Look back 30 days' }).count()).toBe(1)
      })
      await visit(`/${owner}/${owner}`, async (page) => {
        await page.getByText('Both are the same account').waitFor()
      })
      await visit(`/${owner}/@nobody.invalid`, async (page) => {
        expect((await page.reload())?.status()).toBe(404)
      })
    })

    async function pairAnswer() {
      return (await fetch(`${known.apiUrl}/pairs/${owner}/${nearest}`)).json()
    }
  })

  describe('of top lists', () => {
    test('who got most, with the numbers of interactions and of accounts', () =>
      visit(
        '/top?type=like',
        async (page) => {
          const rows = await rowsOf(page.getByRole('table'))
          expect(rows.map(([rank, , ...counts]) => [rank, ...counts])).toEqual([
            ['1', String(LIKES), String(PARTNERS)],
          ])
          expect(rows[0]?.[1]).toContain(owner)
        },
        withoutScript,
      ))

    test('who did most, in the order of the known circle; a row leads to a circle', () =>
      visit('/top?type=like', async (page) => {
        await page.getByRole('link', { name: 'Who made them' }).click()
        await page.waitForURL(/side=author/)
        await page.getByRole('heading', { name: 'Who made most likes' }).waitFor()
        const rows = await rowsOf(page.getByRole('table'))
        expect(rows.map(([rank, , count]) => [rank, count])).toEqual(
          Array.from({ length: PARTNERS }, (_, index) => [`${index + 1}`, `${40 - index}`]),
        )
        await page.getByRole('rowheader').first().getByRole('link').click()
        await page.waitForURL(`${known.site}/${nearest}`)
      }))

    test('blocks are numbers alone, and cannot be ordered by accounts', () =>
      visit('/top?type=block&by=partners', async (page) => {
        const [row] = await rowsOf(page.getByRole('table'))
        expect(row?.slice(2)).toEqual(['1'])
        expect(row?.[1]).toContain(owner)
        expect(await page.getByRole('link', { name: 'By different accounts' }).count()).toBe(0)
        await page.getByText('who blocked whom is not kept').waitFor()
      }))

    test('an hour without a list says so, and leads to the newest', () =>
      visit(
        '/top',
        async (page) => {
          await page.getByRole('link', { name: '← Hour' }).click()
          await page.waitForURL(/at=/)
          const hours = page.locator('select')
          expect(await hours.locator('option:checked').innerText()).not.toBe('Now')

          await hours.selectOption({ index: 70 })
          await page.getByRole('button', { name: 'Go' }).click()
          await page.getByText('There is no list of this hour').waitFor()
          await page.getByRole('link', { name: 'The newest list' }).click()
          await page.waitForURL((url) => !url.search.includes('at='))
          expect((await rowsOf(page.getByRole('table'))).length).toBeGreaterThan(0)
        },
        withoutScript,
      ))

    test('where nobody is listed, it says so', () =>
      visit('/top?type=quote', async (page) => {
        await page.getByText('Nobody is on this list').waitFor()
        await page.getByRole('link', { name: 'All interactions of 24 hours' }).click()
        await page.getByRole('rowheader').first().waitFor()
      }))
  })

  describe('of statistics', () => {
    test('the charts come to what there was, by type, kind, account and language', () =>
      visit(
        '/stats',
        async (page) => {
          expect(await legendOf(sectionOf(page, 'Interactions by type'))).toEqual([
            ...[`Likes ${LIKES}`, 'Reposts 0', 'Replies 2', 'Quotes 0', 'Mentions 1'],
          ])
          const [created] = await legendOf(sectionOf(page, 'Events of every kind'))
          expect(created).toBe(`Created ${LIKES + 4}`)
          const languages = sectionOf(page, 'Posts by language').getByRole('list').last()
          expect((await languages.getByRole('listitem').allInnerTexts()).map(squeezed)).toEqual([
            'German 2',
            'English 1',
          ])
        },
        withoutScript,
      ))

    test('a gap is hatched and told', () =>
      visit('/stats', async (page) => {
        const bands = sectionOf(page, 'Interactions by type').locator('[data-band]')
        expect(await bands.count()).toBeGreaterThan(0)
        const gaps = sectionOf(page, 'Gaps')
        const times = await gaps
          .locator('time')
          .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')))
        expect(times.slice(-2)).toEqual([gap.from, gap.to])
        await gaps.getByText(gap.reason).waitFor()
      }))

    test('a chart is read with the keyboard, moment by moment', () =>
      visit('/stats', async (page) => {
        const chart = sectionOf(page, 'Interactions by type')
        const moments = chart.getByRole('slider')
        await moments.focus()
        const told = [await moments.getAttribute('aria-valuetext')]
        for (let step = 0; step < 23; step++) {
          await page.keyboard.press('ArrowLeft')
          told.push(await moments.getAttribute('aria-valuetext'))
        }
        expect(new Set(told).size).toBe(24)
        const likes = told.map((text) => Number(/Likes (\d+)/.exec(text ?? '')?.[1] ?? 0))
        expect(likes.reduce((sum, count) => sum + count)).toBe(LIKES)
        const [shown] = await legendOf(chart)
        expect(shown).toBe(`Likes ${likes.at(-1) || '–'}`)
      }))

    test('time and step can be chosen, and the series read as JSON', () =>
      visit(
        '/stats',
        async (page) => {
          await page.getByRole('link', { name: '7 days' }).click()
          await page.waitForURL(/period=7d/)
          await page.getByRole('link', { name: 'Days', exact: true }).click()
          await page.waitForURL(/step=day/)
          const chart = sectionOf(page, 'Interactions by type')
          expect((await legendOf(chart))[0]).toBe(`Likes ${LIKES}`)
          await chart.getByText('As a table').click()
          expect(await rowsOf(chart.getByRole('table'))).toHaveLength(7)

          const json = await page
            .getByRole('link', { name: 'These series (JSON)' })
            .getAttribute('href')
          const answer = (await (await fetch(known.site + json)).json()) as { series: object[] }
          expect(answer.series[0]).toMatchObject({ metric: 'interactions:like', step: 'day' })
        },
        withoutScript,
      ))
  })

  describe('of collections', () => {
    test('the tree leads from an authority to a collection', () =>
      visit(
        '/collections',
        async (page) => {
          const root = page.getByRole('row', { name: /app\.bsky/ })
          expect(squeezed(await root.innerText())).toBe('app.bsky.* 3 collections 809 ≈ 36')
          await page.getByRole('link', { name: 'app.bsky.*' }).click()
          await page.waitForURL(/prefix=app\.bsky$/)
          expect((await rowsOf(page.getByRole('table'))).map(([name]) => squeezed(name))).toEqual([
            'feed.* 2 collections',
            'graph.* 1 collection',
          ])
          await page.getByRole('link', { name: 'feed.*' }).click()
          await page.waitForURL(/prefix=app\.bsky\.feed/)
          expect((await rowsOf(page.getByRole('table'))).map((row) => row.slice(2))).toEqual([
            ['805', '≈ 35'],
            ['3', '≈ 1'],
          ])
          await page.getByRole('link', { name: 'like', exact: true }).click()
          await page.waitForURL(`${known.site}/collections/app.bsky.feed.like`)
          await page.getByText('805 records created, by about 35 accounts').waitFor()
        },
        withoutScript,
      ))

    test('as a list it has three orders, and names are found by a part of them', () =>
      visit(
        '/collections?view=list&order=name',
        async (page) => {
          const names = async () => (await rowsOf(page.getByRole('table'))).map(([name]) => name)
          expect(await names()).toEqual([
            'app.bsky.feed.like',
            'app.bsky.feed.post',
            'app.bsky.graph.block',
          ])
          await page.getByRole('link', { name: 'Most records' }).click()
          await page.waitForURL((url) => !url.search.includes('order='))
          expect((await names())[0]).toBe('app.bsky.feed.like')

          await page.getByRole('searchbox').fill('graph')
          await page.getByRole('button', { name: 'Search' }).click()
          await page.getByText('1 collection with “graph” in the name.').waitFor()
          expect(await names()).toEqual(['app.bsky.graph.block'])
        },
        withoutScript,
      ))

    test('records are shown as they are, and nothing in them is run', () =>
      visit('/collections/app.bsky.feed.post', async (page) => {
        const records = page.locator('pre')
        expect(await records.count()).toBe(3)
        const [newest] = await records.allTextContents()
        expect(JSON.parse(newest ?? '')).toMatchObject({ text: HOSTILE })
        expect(await page.title()).toBe('app.bsky.feed.post · Orrery')
        expect(await page.locator('pre img, pre script').count()).toBe(0)

        const sources = sectionOf(page, 'What its records link to')
        const paths = await sources.locator('code').allInnerTexts()
        expect(paths.toSorted()).toEqual([
          'facets[].features[app.bsky.richtext.facet#mention].did',
          'reply.parent.uri',
          'reply.root.uri',
        ])
        const parent = sources.getByRole('listitem').filter({ hasText: 'reply.parent.uri' })
        await parent.getByRole('link', { name: 'Who links to the same from there' }).click()
        await page.waitForURL(/\/links\?.*source=app\.bsky\.feed\.post%3Areply\.parent\.uri/)
        await page.getByText('2 records', { exact: true }).waitFor()
      }))

    test('a collection that was never seen says so', () =>
      visit('/collections/com.example.nothing', async (page) => {
        await page.getByText('Nothing of this collection was ever seen.').waitFor()
        await page.getByText('There is no record to show right now.').waitFor()
      }))
  })

  test.each([
    ['de', 'Das Netz in Zahlen', 'Likes 805'],
    ['pt', 'A rede em números', 'Curtidas 805'],
    ['es', 'La red en cifras', 'Me gusta 805'],
    ['ja', '数字で見るネットワーク', 'いいね 805'],
  ])('the network is described in the language %s', (language, heading, likes) =>
    visit(`/${language}/stats`, async (page) => {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      expect(
        (
          await legendOf(
            page
              .locator('section')
              .filter({ has: page.locator('figure') })
              .first(),
          )
        )[0],
      ).toBe(likes)
      const links = await page.locator('main a[href*="/collections"]').evaluateAll((all) => {
        return all.map((link) => link.getAttribute('href'))
      })
      expect(links).toEqual([`/${language}/collections`])
    }),
  )

  test.each([
    ['light', 390],
    ['dark', 1280],
  ] as const)('in %s at a width of %d nothing sticks out, tables open', (colorScheme, width) =>
    visit(
      '/stats?period=30d',
      async (page) => {
        for (const path of ['/stats?period=30d', pair(), '/top?by=partners', '/de/status']) {
          await page.goto(known.site + path)
          for (const table of await page.locator('figure summary').all()) await table.click()
          const overflow = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          )
          expect(overflow, path).toBe(0)
        }
      },
      { colorScheme, viewport: { width, height: 844 } },
    ),
  )

  test(
    'the status says what runs, what is missing, and by itself what stops running',
    () =>
      visit('/status', async (page) => {
        const { network, services } = known
        // Where nothing happens, nobody knows how far behind one is.
        const happening = setInterval(() => {
          network.write(network.owner.did, 'app.bsky.graph.list', { name: 'x' })
        }, 1000)
        onTestFinished(() => clearInterval(happening))
        await page.getByText('Everything runs as it should.').waitFor({ timeout: 150_000 })
        const jobs = sectionOf(page, 'Jobs').getByRole('listitem')
        expect(await jobs.count()).toBe(8)
        await sectionOf(page, 'What is here').getByText(gap.reason).waitFor()

        await services.firehose.kill()
        await page.getByText('The connection to the network is lost').waitFor({ timeout: 120_000 })
        await services.api.kill()
        await page.getByText('does not answer').waitFor({ timeout: 120_000 })
        expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
          'How Orrery is doing',
        )
      }),
    300_000,
  )
})

type Totals = { lastDay: { total: number }; languages: unknown[] }

function squeezed(text = ''): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
