import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type KnownSite, openKnownSite } from './known-site.ts'
import { until } from './services.ts'

if (!hasBrowser) console.log('account page: skipped, no Chromium is installed')

const LIKE = 'app.bsky.feed.like'
const POST = 'app.bsky.feed.post'
const CLIPBOARD = ['clipboard-read', 'clipboard-write']
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(!hasBrowser)('the page of an account', () => {
  let known: KnownSite
  let owner: KnownSite['network']['owner']
  let partners: KnownSite['network']['partners']
  let path: string

  beforeAll(async () => {
    known = await openKnownSite()
    ;({ owner, partners } = known.network)
    path = `/@${owner.handle}`
  })
  afterAll(() => known?.[Symbol.asyncDispose]())

  async function onPage(
    address: string,
    use: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const viewport = { width: 1280, height: 900 }
    const context = await known.browser.newContext({ locale: 'en-GB', viewport, ...options })
    context.setDefaultTimeout(30_000)
    try {
      const page = await context.newPage()
      await page.goto(known.site + address)
      await use(page)
    } finally {
      await context.close()
    }
  }

  /** Until the script of the page has come to life. */
  const alive = (page: Page) => page.locator('.picture.alive').first().waitFor()
  const circleOf = (page: Page) => page.locator('.picture')
  const bodies = (page: Page) => circleOf(page).locator('g[role="group"] a')

  async function handlesIn(page: Page): Promise<string[]> {
    const targets = await bodies(page).evaluateAll((all) =>
      all.map((each) => each.getAttribute('href')),
    )
    return targets.map((target) => target?.match(/@([^?]+)/)?.[1] ?? '')
  }

  async function rowsOf(page: Page): Promise<string[]> {
    const cells = page.locator('section[aria-labelledby="partners"] tbody th a')
    const targets = await cells.evaluateAll((all) => all.map((each) => each.getAttribute('href')))
    return targets.map((target) => target?.match(/@([^?]+)/)?.[1] ?? '')
  }

  const handles = (from: number, to: number) => partners.slice(from, to).map(({ handle }) => handle)

  test('an option that is chosen is in the address at once, and comes back from it', async () => {
    await onPage(path, async (page) => {
      await alive(page)
      await page.getByRole('radio', { name: '1', exact: true }).check()
      await page.waitForURL(`${known.site}${path}?orbits=1`)
      await page.getByRole('radio', { name: 'Received' }).check()
      await page.waitForURL(/direction=received/)
      await page.getByLabel('What counts').selectOption('fans')
      await page.waitForURL(/weights=fans/)
      expect(await handlesIn(page)).toEqual(handles(0, 10))

      await page.reload()
      expect(await page.getByRole('radio', { name: 'Received' }).isChecked()).toBe(true)
      expect(await page.getByLabel('What counts').inputValue()).toBe('fans')
      await page.getByRole('link', { name: 'Back to the usual' }).click()
      await page.waitForURL(known.site + path)
      expect(await handlesIn(page)).toEqual(handles(0, 30))
    })
  })

  test('points, people and colours of one’s own are in the address, too', async () => {
    const [first] = partners
    await onPage(path, async (page) => {
      await alive(page)
      await page.getByText('More', { exact: true }).click()
      await page.getByLabel('Likes', { exact: true }).fill('0.5')
      await page.keyboard.press('Enter')
      await page.waitForURL(/weights=like:0\.5/)
      await page.getByLabel('Leave out these people').fill(first?.handle ?? '')
      await page.keyboard.press('Enter')
      await page.waitForURL(/hide=/)
      await until('who is left out is gone', async () => {
        return (await handlesIn(page))[0] === partners[1]?.handle
      })
      expect(await rowsOf(page)).toEqual(handles(1, 26))
      await page.getByLabel('Colours').selectOption('dark')
      await page.waitForURL(/theme=dark/)
      await page.locator('.picture.coloured').waitFor()
      await bodies(page).first().hover()
      await page.locator('.card').getByText('39 × 0.5').waitFor()
    })
  })

  test('without JavaScript the form leads to a short address, times between two of the viewer’s', async () => {
    const options = { javaScriptEnabled: false }
    await onPage(
      path,
      async (page) => {
        await page.getByRole('radio', { name: 'From … to' }).check()
        await page.getByLabel('From', { exact: true }).fill('2026-01-01T10:00')
        await page.getByLabel('To', { exact: true }).fill('2026-01-02T10:00')
        await page.getByText('More', { exact: true }).click()
        await page.getByLabel('Leave out bots').check()
        await page.getByRole('button', { name: 'Show', exact: true }).last().click()
        const window = '2026-01-01T10:00:00Z..2026-01-02T10:00:00Z'
        await page.waitForURL(`${known.site}${path}?bots=false&window=${window}`)
        await page.getByText('No interactions from').waitFor()
        await page.getByText(/^Since .* we have seen 805 interactions/).waitFor()
      },
      options,
    )
    await onPage(
      `${path}?orbits=1`,
      async (page) => {
        await page.getByRole('link', { name: 'JSON', exact: true }).waitFor()
        expect(await page.getByRole('button', { name: 'Copy link' }).isVisible()).toBe(false)
        await page.getByRole('link', { name: 'Next →' }).click()
        expect(await rowsOf(page)).toEqual(handles(25, 35))
        expect(await handlesIn(page)).toEqual(handles(0, 10))
        await page.getByLabel('Name or handle').fill(partners[3]?.handle ?? '')
        await page.getByRole('button', { name: 'Find', exact: true }).click()
        expect(await rowsOf(page)).toEqual(handles(3, 4))
        expect(page.url()).toContain('orbits=1')
        expect(await bodies(page).first().locator('title').textContent()).toContain(
          '40 interactions',
        )
      },
      options,
    )
  })

  test.each([
    ['window=yesterday', '“yesterday” is nothing that “Time” can be'],
    ['weights=like:lots', '“like:lots” is nothing that “What counts” can be'],
    ['hide=nobody.invalid', 'Nobody known is called “nobody.invalid”'],
    ['background=ffffff&text=fffffe', 'could hardly be told apart'],
    ['ranking=mutual&direction=sent', 'A mutual ranking takes both directions'],
  ])(
    'what cannot be meant, as %s, gets a sentence, and the usual is shown',
    async (query, sentence) => {
      await onPage(`${path}?${query}`, async (page) => {
        expect(await page.getByRole('alert').innerText()).toContain(sentence)
        const isSent = query.includes('direction=sent')
        expect(await handlesIn(page)).toEqual(isSent ? [] : handles(0, 30))
      })
    },
  )

  test('a card explains each score so that it can be reckoned again', async () => {
    await onPage(`${path}?weights=like:1.25,reply:7`, async (page) => {
      await alive(page)
      for (const place of [0, 9, 29]) {
        await bodies(page).nth(place).focus()
        const card = page.locator('.card')
        await card.getByText(partners[place]?.handle ?? '').waitFor()
        const lines = await card
          .locator('tbody tr')
          .evaluateAll((rows) =>
            rows.map((row) =>
              [...row.querySelectorAll<{ textContent: string }>('td')].map(
                ({ textContent }) => textContent,
              ),
            ),
          )
        const products = lines.map(([product = '', points = '']) => {
          const [count = 0, weight = 0] = product.split('×').map(Number)
          expect(count * weight).toBe(Number(points))
          return count * weight
        })
        const score = Number(await card.locator('tfoot td').last().innerText())
        expect(products.reduce((sum, each) => sum + each, 0)).toBe(score)
        expect(score).toBe((40 - place) * 1.25)
      }
    })
  })

  test('arrow keys lead along the orbits and to the centre, and Tab still works', async () => {
    await onPage(path, async (page) => {
      await alive(page)
      const focused = () =>
        page.evaluate<string>(
          "document.activeElement?.getAttribute('href')?.match(/@([^?]+)/)?.[1]",
        )
      const press = async (key: string) => {
        await page.keyboard.press(key)
        return focused()
      }
      await bodies(page).first().focus()
      expect(await press('ArrowRight')).toBe(partners[1]?.handle)
      expect(await press('ArrowLeft')).toBe(partners[0]?.handle)
      expect(await press('ArrowLeft')).toBe(partners[9]?.handle)
      expect(await press('ArrowUp')).toBe(partners[27]?.handle)
      expect(await press('ArrowDown')).toBe(partners[9]?.handle)
      expect(await press('ArrowDown')).toBe(owner.handle)
      expect(await press('ArrowUp')).toBe(partners[0]?.handle)
      expect(await press('Tab')).toBe(partners[1]?.handle)
      await page.locator('.card').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.card').waitFor({ state: 'detached' })
    })
  })

  test('a first touch shows the card, its link leads to what passed between the two', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
    await onPage(
      path,
      async (page) => {
        await alive(page)
        await bodies(page).nth(2).tap()
        const card = page.locator('.card')
        await card.getByText(partners[2]?.handle ?? '').waitFor()
        expect(page.url()).toBe(known.site + path)
        await card.getByRole('link', { name: 'Between the two' }).tap()
        await page.waitForURL(`${known.site}${path}/@${partners[2]?.handle}`)
      },
      phone,
    )
  })

  test('the table is sorted by any column, and is found through by a name', async () => {
    await onPage(`${path}?sort=both&order=asc`, async (page) => {
      await alive(page)
      expect((await rowsOf(page)).slice(0, 3)).toEqual(handles(32, 35).toReversed())
      await page.getByRole('link', { name: 'Likes', exact: true }).click()
      await page.waitForURL(/sort=like/)
      await until(
        'the most come first',
        async () => (await rowsOf(page))[0] === partners[0]?.handle,
      )
      const header = page.getByRole('columnheader', { name: 'Likes' })
      expect(await header.getAttribute('aria-sort')).toBe('descending')

      await page.getByRole('searchbox').fill(`@${partners[7]?.handle}`)
      await page.getByText('1 of 35 person found.').waitFor()
      expect(await rowsOf(page)).toEqual(handles(7, 8))
      await page.getByRole('searchbox').fill('nobody at all')
      await page.getByText('Nobody here is called so.').waitFor()
      await page.getByRole('link', { name: 'Show everybody' }).click()
      await until('all are there', async () => (await rowsOf(page)).length === 25)
    })
  })

  test('each row has what went each way', async () => {
    await onPage(path, async (page) => {
      const cells = page
        .locator('section[aria-labelledby="partners"] tbody tr')
        .first()
        .locator('td')
      const texts = await cells.allInnerTexts()
      expect(texts.slice(0, 6)).toEqual(['1', '40', '0', '40', '40', '40'])
      expect(texts.slice(10, 12)).toEqual(['0', '0%'])
    })
  })

  test('link, picture, description and people can be copied, and it is said', async () => {
    await onPage(
      `${path}?orbits=1`,
      async (page) => {
        await alive(page)
        const copied = () => page.evaluate<string>('navigator.clipboard.readText()')
        const press = async (name: string, said: string) => {
          await page.getByRole('button', { name }).click()
          await page.getByRole('status').getByText(said).waitFor()
        }
        await press('Copy link', 'The link is copied.')
        expect(await copied()).toBe(`${known.site}${path}?orbits=1`)
        await press('Copy people', 'The handles are copied.')
        expect(await copied()).toBe(
          handles(0, 10)
            .map((handle) => `@${handle}`)
            .join('\n'),
        )
        await press('Copy description', 'The description is copied.')
        expect(await copied()).toContain(`@${owner.handle} in the last 48 hours. Orbit 1: @`)
        await press('Copy picture', 'The picture is copied.')
        const types = await page.evaluate<string[]>(
          'navigator.clipboard.read().then(([item]) => item.types)',
        )
        expect(types).toEqual(['image/png'])
      },
      { permissions: CLIPBOARD },
    )
  })

  test('the link for Bluesky says where the same view is', async () => {
    await onPage(`${path}?window=24h`, async (page) => {
      const link = page.getByRole('link', { name: 'Post on Bluesky' })
      const { origin, searchParams } = new URL((await link.getAttribute('href')) ?? '')
      expect(origin).toBe('https://bsky.app')
      expect(searchParams.get('text')).toContain(`${known.site}${path}?window=24h`)
    })
  })

  test.each([
    ['PNG', 'image/png'],
    ['SVG', 'image/svg+xml'],
    ['JPG', 'image/jpeg'],
    ['CSV', 'text/csv'],
    ['JSON', 'application/json'],
  ])('the %s comes from the site, with all options', async (name, type) => {
    await onPage(`${path}?orbits=1&date=true`, async (page) => {
      const href = await page.getByRole('link', { name, exact: true }).getAttribute('href')
      expect(href).toContain('orbits=1&date=true&lang=en')
      const answer = await fetch(known.site + href)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain(type)
      if (name === 'JSON') expect(await answer.json()).toHaveProperty('orbits.length', 1)
      if (name === 'CSV') expect((await answer.text()).trim().split('\r\n')).toHaveLength(11)
    })
  })

  test('other sites are told what to show of a link', async () => {
    await onPage(`/de${path}`, async (page) => {
      const contentOf = (name: string) =>
        page.locator(`meta[property="${name}"], meta[name="${name}"]`).getAttribute('content')
      const card = (await contentOf('og:image')) ?? ''
      expect(card).toBe(`${known.site}${path}/card.png?lang=de`)
      expect((await fetch(card)).headers.get('content-type')).toBe('image/png')
      expect(await contentOf('og:image:alt')).toContain(`@${partners[0]?.handle}`)
      expect(await contentOf('twitter:card')).toBe('summary_large_image')
      const canonical = page.locator('link[rel="canonical"]')
      expect(await canonical.getAttribute('href')).toBe(`${known.site}/de${path}`)
      expect(await page.locator('meta[name="robots"]').count()).toBe(0)
      await page.goto(`${known.site}${path}?orbits=1`)
      expect(await contentOf('robots')).toBe('noindex')
    })
  })

  test('the chart has as many as there were, also as a table', async () => {
    await onPage(path, async (page) => {
      const chart = page.locator('section[aria-labelledby="activity"]')
      await chart.getByText('As a table').click()
      const counts = await chart
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) =>
            [...row.querySelectorAll<{ textContent: string }>('td')].map(({ textContent }) =>
              Number(textContent),
            ),
          ),
        )
      expect(counts.flat().reduce((sum, count) => sum + (count || 0), 0)).toBe(805)
    })
  })

  test('who came into the circle and who left it follows from the time before', async () => {
    // Each partner likes for as many seconds as it has likes, one after the other.
    const begin = Math.floor(known.network.lastTime / 1000) - 805_000
    const times = partners.flatMap((partner, index) =>
      Array.from({ length: 40 - index }, () => partner.handle),
    )
    const within = (from: number, to: number) => new Set(times.slice(from - 1, to - 1))
    const isoAfter = (seconds: number) => new Date(begin + seconds * 1000).toISOString()
    const [before, now] = [within(500, 600), within(600, 700)]

    await onPage(`${path}?window=${isoAfter(600)}..${isoAfter(700)}`, async (page) => {
      const namesUnder = async (title: string) => {
        const group = page.locator('section[aria-labelledby="change"] .both > div', {
          hasText: title,
        })
        const targets = await group
          .locator('li a')
          .evaluateAll((all) => all.map((each) => each.getAttribute('href')))
        return targets.map((target) => target?.split('/@').at(-1))
      }
      expect(new Set(await handlesIn(page))).toEqual(now)
      expect(new Set(await namesUnder('New in the circle'))).toEqual(now.difference(before))
      expect(new Set(await namesUnder('No longer in it'))).toEqual(before.difference(now))
    })
    await onPage(path, async (page) => {
      expect(await page.getByText('New in the circle').count()).toBe(0)
    })
  })

  test('what happens while the page is open is told and counted, and a refresh shows it', async () => {
    await onPage(`${path}?orbits=3`, async (page) => {
      await page.locator('.live.on').waitFor()
      const totals = page.getByRole('heading', { name: /^\d+ interactions exchanged/ })
      const before = Number.parseInt(await totals.innerText(), 10)
      const subject = { uri: `at://${owner.did}/${POST}/3mmoojp7etg2g`, cid: 'bafy' }
      known.network.write(partners[34]?.did ?? '', LIKE, { $type: LIKE, subject })

      await page.getByRole('status').getByText('1 new since you opened this page').waitFor()
      expect(await page.locator('.live').innerText()).toContain(
        `@${partners[34]?.handle} likes @${owner.handle}`,
      )
      await until('it is indexed', async () => {
        const answer = await fetch(`${known.apiUrl}/activity/${owner.did}`)
        const { received } = (await answer.json()) as { received: { total: number } }
        return received.total === before + 1
      })
      await page.getByRole('link', { name: 'Refresh' }).click()
      await page.getByText('New interactions appear here').waitFor()
      expect(await totals.innerText()).toContain(`${before + 1} interactions`)
    })
  })

  test('an account of which nothing was seen gets told since when there was somebody to see it', async () => {
    await onPage(`/did:plc:${'z'.repeat(24)}`, async (page) => {
      await page.getByText('No interactions in the last 48 hours').waitFor()
      await page
        .getByText(/^We have watched since .* and seen nothing of this account yet/)
        .waitFor()
      await page.getByRole('link', { name: 'Look further back' }).click()
      await page.waitForURL(/window=7d/)
    })
  })

  test.each([
    [390, 'light'],
    [390, 'dark'],
    [1280, 'dark'],
  ] as const)(
    'at a width of %d, %s, nothing sticks out and nothing comes from elsewhere',
    async (width, colorScheme) => {
      await onPage(
        '/',
        async (page) => {
          const elsewhere: string[] = []
          page.on('request', (request) => {
            if (!request.url().startsWith(known.site)) elsewhere.push(request.url())
          })
          for (const query of ['', '?orbits=3&theme=light&weights=like:2', '?direction=sent']) {
            await page.goto(`${known.site}/de${path}${query}`)
            await alive(page)
            expect(await page.evaluate(OVERFLOW), query).toBe(0)
          }
          expect(elsewhere.filter((address) => !address.startsWith('data:'))).toEqual([])
        },
        { viewport: { width, height: 844 }, colorScheme },
      )
    },
  )
})
