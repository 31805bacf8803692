import { MINUTE } from '@orrery/shared/step'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { startAppView, type TestAppView } from './testing-appview.ts'
import { didOf, like, mention, reply } from './testing-events.ts'
import { startImages, type TestImages } from './testing-images.ts'

const now = Date.parse('2026-11-20T12:00:00.000Z')
const ago = (minutes: number) => now - minutes * MINUTE
const alice = didOf('alice')
const bob = didOf('bob')
const carol = didOf('carol')
const dora = didOf('dora')

const RED = { r: 200, g: 30, b: 30 }
const BLUE = { r: 30, g: 30, b: 200 }

let images: TestImages
let appView: TestAppView
let api: TestApi
let clock = now

/** Alice, whose avatar is red, with bob (blue), carol (whose avatar is no image) and dora (none). */
beforeAll(async () => {
  images = await startImages(async (request, response) => {
    const colour = { '/alice.png': RED, '/bob.png': BLUE }[request.url ?? '']
    if (!colour) return response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>')
    const create = { width: 200, height: 200, channels: 3, background: colour } as const
    const png = await sharp({ create }).png().toBuffer()
    response.writeHead(200, { 'content-type': 'image/png' }).end(png)
  })
  const account = (name: string, avatar: string) => ({
    ...{ handle: `${name}.example`, displayName: name.toUpperCase() },
    avatar: `${images.url}/${avatar}`,
  })
  appView = await startAppView({
    [alice]: account('alice', 'alice.png'),
    [bob]: account('bob', 'bob.png'),
    [carol]: account('carol', 'carol.svg'),
    [dora]: { handle: 'dora.example', displayName: '=1+1, "dora"' },
  })
  api = await startApi({ appViewUrl: appView.url, avatarHosts: images.url, clock: () => clock })
  await api.apply([
    ...[1, 2, 3].map((minute) => like('alice', 'bob', ago(minute))),
    ...[1, 2].map((minute) => reply('bob', 'alice', 'hello', ago(minute))),
    ...[4, 5].map((minute) => like('carol', 'alice', ago(minute))),
    mention('dora', 'alice', 'hey', ago(6)),
  ])
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await appView[Symbol.asyncDispose]()
  await images[Symbol.asyncDispose]()
})

async function getBytes(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes }
}

/** The colour at a point of a picture, both from 0 to 1. */
async function colourAt(bytes: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(bytes)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (Math.round(y * info.height) * info.width + Math.round(x * info.width)) * 4
  return [...data.subarray(at, at + 4)]
}

function isNear([red = 0, green = 0, blue = 0]: number[], { r, g, b }: typeof RED): boolean {
  return Math.hypot(red - r, green - g, blue - b) < 12
}

test.each([
  ['png', '', 'png', 1000],
  ['png', '?size=320', 'png', 320],
  ['jpg', '?size=2000&orbits=1', 'jpeg', 2000],
])('a %s picture asked for with "%s" is a %s of %i pixels', async (ending, query, format, side) => {
  const { status, headers, bytes } = await getBytes(`/circles/${alice}.${ending}${query}`)
  const made = await sharp(bytes).metadata()

  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe(`image/${format}`)
  expect(headers.get('cache-control')).toBe('public, max-age=60')
  expect(made).toMatchObject({ format, width: side, height: side })
})

test('the owner is in the centre and the strongest at the top, with their avatars', async () => {
  const { bytes } = await getBytes(`/circles/${alice}.png`)

  expect(await colourAt(bytes, 0.5, 0.5)).toSatisfy((at: number[]) => isNear(at, RED))
  expect(await colourAt(bytes, 0.5, 0.132)).toSatisfy((at: number[]) => isNear(at, BLUE))
  expect((await colourAt(bytes, 0.01, 0.5)).slice(0, 3)).toEqual([0xf8, 0xf6, 0xf1])
})

test('each avatar is fetched once, and not again where it is no image', async () => {
  await getBytes(`/circles/${alice}.png?watermark=1`)
  await getBytes(`/circles/${alice}.svg`)

  const counts = Map.groupBy(images.asked, (path) => path)
  expect(counts.get('/bob.png')?.length).toBeLessThanOrEqual(2)
  expect(counts.get('/carol.svg')?.length).toBeLessThanOrEqual(2)
})

test('the colours are as asked for, and what is transparent is so', async () => {
  const own = await getBytes(`/circles/${alice}.png?background=1d428a&accent=fc2`)
  const none = await getBytes(`/circles/${alice}.png?background=none&size=100`)
  const dark = await getBytes(`/circles/${alice}.png?theme=dark&size=100`)

  expect(await colourAt(own.bytes, 0.01, 0.01)).toEqual([0x1d, 0x42, 0x8a, 255])
  expect((await colourAt(none.bytes, 0.01, 0.01))[3]).toBe(0)
  expect(await colourAt(dark.bytes, 0.01, 0.01)).toEqual([0x11, 0x14, 0x1d, 255])
})

test('whoever draws the same gets the same bytes, even elsewhere', async () => {
  await using other = await startApi({
    ...{ appViewUrl: appView.url, avatarHosts: images.url, clock: () => now },
  })
  await other.apply([like('alice', 'bob', ago(1)), like('alice', 'carol', ago(2))])
  const own = await startApi({
    ...{ appViewUrl: appView.url, avatarHosts: images.url, clock: () => now + MINUTE },
  })
  await own.apply([like('alice', 'bob', ago(1)), like('alice', 'carol', ago(2))])
  const path = `/circles/${alice}.png?lang=ja&watermark=同じ&date=true`
  const [one, two] = await Promise.all(
    [other, own].map(async ({ url }) => {
      const response = await fetch(url + path)
      return { tag: response.headers.get('etag'), bytes: Buffer.from(await response.arrayBuffer()) }
    }),
  )
  await own[Symbol.asyncDispose]()

  expect(one?.bytes.equals(two?.bytes ?? Buffer.alloc(0))).toBe(true)
  expect(one?.tag).toBe(two?.tag)
})

test.each(['svg', 'png', 'jpg', 'csv', 'json'])(
  'whoever has the %s already is told so, until somebody interacts',
  async (ending) => {
    const path = `/circles/${didOf(`fresh${ending}`)}.${ending}`
    await api.apply([like(`fresh${ending}`, 'bob', ago(10))])
    const { headers } = await getBytes(path)
    const known = { 'if-none-match': headers.get('etag') ?? '' }
    clock += MINUTE
    const again = await getBytes(path, known)
    await api.apply([like(`fresh${ending}`, 'bob', ago(9))])
    const changed = await getBytes(path, known)

    expect(again.status).toBe(304)
    expect(again.bytes).toHaveLength(0)
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(headers.get('etag'))
  },
)

test('an SVG carries its avatars, or takes them from this server, or none', async () => {
  const embedded = (await api.get(`/circles/${alice}.svg`)).text
  const linked = (await api.get(`/circles/${alice}.svg?avatars=link`)).text
  const none = (await api.get(`/circles/${alice}.svg?avatars=none`)).text

  expect(embedded.match(/href="data:image\/jpeg;base64,/g)).toHaveLength(2)
  expect(embedded).not.toContain(images.url)
  expect(linked).toContain(`href="../avatar/${encodeURIComponent(bob)}"`)
  expect(linked).not.toMatch(/data:image|127\.0\.0\.1/)
  expect(none).not.toContain('<image')
})

test('the alternative text is in the JSON and in the picture, in the language asked for', async () => {
  const { json } = await api.get(`/circles/${alice}?lang=pt`)
  const { text } = await api.get(`/circles/${alice}.svg?lang=pt`)
  const alt =
    'As contas que mais interagiram com @alice.example, nos dois sentidos, nas últimas 48 horas. ' +
    'Órbita 1: @bob.example, @carol.example, @dora.example.'

  expect(json).toMatchObject({ alt })
  expect(text).toContain(
    `<title>Círculo de interações de @alice.example</title><desc>${alt}</desc>`,
  )
  expect(text).toContain('lang="pt"')
})

test('a table can be read by a spreadsheet, and gives it no formula', async () => {
  const { headers, text } = await api.get(`/circles/${alice}.csv`)
  const lines = text.split('\r\n')

  expect(headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/)
  expect(lines).toHaveLength(5)
  expect(lines[1]).toMatch(new RegExp(`^1,1,${bob},bob.example,BOB,9,3,0,2,0,0,5,10,`))
  expect(lines[3]).toContain(`dora.example,"'=1+1, ""dora""",2,`)
})

test('a card is 1200 by 630, with the circle on its right', async () => {
  for (const ending of ['png', 'jpg']) {
    const { headers, bytes } = await getBytes(`/cards/alice.example.${ending}?lang=de`)

    expect(await sharp(bytes).metadata()).toMatchObject({ width: 1200, height: 630 })
    expect(headers.get('etag')).toMatch(/^"/)
    expect(await colourAt(bytes, 888 / 1200, 0.5)).toSatisfy((at: number[]) => isNear(at, RED))
  }
})

test('whoever is to be hidden has no place, by DID or by handle', async () => {
  const shown = async (query: string) => {
    const { json } = await api.get(`/circles/${alice}${query}`)
    return (json as { orbits: { did: string }[][] }).orbits.flat().map(({ did }) => did)
  }

  expect(await shown(`?hide=${bob}`)).toEqual([carol, dora])
  expect(await shown(`?hide=bob.example&hide=${carol}`)).toEqual([dora])
  expect(await shown(`?hide=${bob},@carol.example,${didOf('stranger')}`)).toEqual([dora])
})

test('the mutual are those whom both sides answer', async () => {
  const { json } = await api.get(`/circles/${alice}?ranking=mutual`)

  expect(json).toMatchObject({
    ...{ ranking: 'mutual', preset: 'balanced' },
    orbits: [[{ did: bob, score: 3, counted: 'sent', reciprocity: 0.5 }], []],
  })
})

test.each([
  ['.png?size=99', 'size: expected a whole number of pixels from 100 to 2000.'],
  ['.png?size=1e3', 'size: expected a whole number of pixels from 100 to 2000.'],
  ['.png?theme=blue', 'theme: expected auto, light, dark.'],
  ['.svg?background=red', 'background: expected a colour, such as 1d428a, or none.'],
  ['.jpg?background=none', 'background: this picture cannot be without one.'],
  [
    '.png?background=777&text=888',
    'text: #888888 on #777777 has a contrast of 1.26, and 4.5 is needed.',
  ],
  ['.png?accent=f8f6f0', 'accent: #f8f6f0 on #f8f6f1 has a contrast of 1, and 3 is needed.'],
  [`.png?watermark=${'x'.repeat(41)}`, 'watermark: expected a text of 1 to 40 characters.'],
  ['.png?watermark=%00', 'watermark: expected a text of 1 to 40 characters.'],
  ['.png?date=yes', 'date: expected true or false.'],
  ['.csv?lang=fr', 'lang: expected en, pt, de, es, ja.'],
  ['.svg?avatars=all', 'avatars: expected embed, link or none.'],
  ['.json?hide=x', 'hide: expected at most 50 DIDs or handles.'],
  [
    '.json?weights=fan',
    'weights: expected balanced, conversation, fans, count or points from 0 to 100, such as like:1,reply:3.',
  ],
  [
    '?ranking=mutual&direction=sent',
    'ranking: mutual takes both directions, so leave direction out.',
  ],
])('%s is refused with a sentence', async (rest, message) => {
  const { status, headers, json } = await api.get(`/circles/${alice}${rest}`)

  expect({ status, json }).toEqual({ status: 400, json: { error: 'InvalidRequest', message } })
  expect(headers.get('cache-control')).toBe('no-store')
})

test('a picture of somebody who is hidden is refused like everything else', async () => {
  for (const ending of ['.png', '.jpg', '.svg', '.csv', '.json']) {
    expect((await api.get(`/circles/nobody.invalid${ending}`)).status).toBe(404)
  }
  expect((await api.get('/cards/nobody.invalid.png')).status).toBe(404)
})

test('an avatar comes from here, small or large', async () => {
  const small = await getBytes(`/avatar/${bob}`)
  const large = await getBytes('/avatar/bob.example?size=large')
  const tag = small.headers.get('etag') ?? ''

  expect(small.headers.get('content-type')).toBe('image/jpeg')
  expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 128, height: 128 })
  expect(await sharp(large.bytes).metadata()).toMatchObject({ width: 480, height: 480 })
  expect((await getBytes(`/avatar/${bob}`, { 'if-none-match': tag })).status).toBe(304)
})

test.each([
  ['no image', carol],
  ['none', dora],
  ['never seen', didOf('nobody')],
])('an avatar that is %s is not found', async (_, did) => {
  const { status, json } = await api.get(`/avatar/${did}`)

  expect({ status, json }).toMatchObject({ status: 404, json: { error: 'NoAvatar' } })
})
