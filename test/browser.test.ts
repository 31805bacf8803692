import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type KnownSite, openKnownSite } from './known-site.ts'

if (!hasBrowser) console.log('browser tests: skipped, no Chromium is installed')

describe.skipIf(!hasBrowser)('the site in a browser', () => {
  let known: KnownSite
  let browser: KnownSite['browser']
  let network: KnownSite['network']
  let site: string

  beforeAll(async () => {
    known = await openKnownSite()
    ;({ browser, network, site } = known)
  })
  afterAll(() => known?.[Symbol.asyncDispose]())

  /** The accounts on an orbit of the page's circle, as their links name them. */
  async function orbit(page: Page, number: number): Promise<string[]> {
    const links = page.getByRole('group', { name: `Orbit ${number}` }).getByRole('link')
    const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    return targets.map((target) => target?.match(/@([^?]+)/)?.[1] ?? '')
  }

  const handlesOf = (from: number, to: number) =>
    network.partners.slice(from, to).map(({ handle }) => handle)

  test('a search leads to a circle with the right people on the right orbits', async () => {
    const page = await browser.newPage()
    await page.goto(site)
    await page.getByRole('combobox').first().fill(`@${network.owner.handle}`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site}/@${network.owner.handle}`)

    expect(await orbit(page, 1)).toEqual(handlesOf(0, 10))
    expect(await orbit(page, 2)).toEqual(handlesOf(10, 30))
    await page.close()
  })

  test('a person in the circle leads to that person’s page', async () => {
    const page = await browser.newPage()
    await page.goto(`${site}/@${network.owner.handle}`)
    const [nearest] = network.partners
    await page.getByRole('group', { name: 'Orbit 1' }).getByRole('link').first().click()
    await page.waitForURL(`${site}/@${nearest?.handle}`)

    expect(await orbit(page, 1)).toEqual([network.owner.handle])
    await page.close()
  })

  test('without JavaScript the circle, its options and the partners are all there', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site}/@${network.owner.handle}`)
    await page.getByRole('radio', { name: 'Sent' }).check()
    await page.getByRole('button', { name: 'Show', exact: true }).last().click()
    await page.waitForURL(/direction=sent/)
    expect(await page.getByRole('group', { name: /^Orbit \d/ }).count()).toBe(0)

    await page.getByRole('radio', { name: 'Received' }).check()
    await page.getByRole('button', { name: 'Show', exact: true }).last().click()
    await page.waitForURL(/direction=received/)
    expect(await orbit(page, 1)).toEqual(handlesOf(0, 10))
    const rows = page.getByRole('table').last().getByRole('row')
    expect(await rows.nth(1).innerText()).toContain(network.partners[0]?.handle)
    await context.close()
  })

  test.each([390, 1280])('at a width of %d nothing sticks out of the page', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } })
    for (const path of ['/', `/@${network.owner.handle}`, '/@nobody.invalid']) {
      await page.goto(`${site}${path}`)
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, path).toBe(0)
    }
    await page.close()
  })

  test('an account that nobody knows gets a page that says so', async () => {
    const page = await browser.newPage()
    const answer = await page.goto(`${site}/@nobody-at-all.test`)
    expect(answer?.status()).toBe(404)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('')
    await page.close()
  })
})
