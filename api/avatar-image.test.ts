import sharp from 'sharp'
import { expect, test } from 'vitest'
import { AvatarError } from './avatar-fetch.ts'
import { encodeAvatar } from './avatar-image.ts'

function image(width: number, height: number, background = '#336699') {
  return sharp({ create: { width, height, channels: 4, background } })
}

/** A PNG that says it is so large, whatever follows. */
async function claiming(width: number, height: number): Promise<Buffer> {
  const bytes = await image(10, 10).png().toBuffer()
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

test.each(['jpeg', 'png', 'webp'] as const)('a %s becomes a small square JPEG', async (format) => {
  const small = await encodeAvatar(await image(300, 200).toFormat(format).toBuffer(), 128)
  const { format: made, width, height, exif } = await sharp(small).metadata()

  expect({ made, width, height, exif }).toEqual({ made: 'jpeg', width: 128, height: 128 })
  const [red = 0, green = 0, blue = 0] = await sharp(small).raw().toBuffer()
  expect(Math.hypot(red - 0x33, green - 0x66, blue - 0x99)).toBeLessThan(5)
})

test('the same image becomes the same bytes', async () => {
  const bytes = await image(300, 300).png().toBuffer()

  expect(await encodeAvatar(bytes, 128)).toEqual(await encodeAvatar(bytes, 128))
})

test('what is transparent becomes white', async () => {
  const bytes = await image(20, 20, '#00000000').png().toBuffer()
  const [value] = await sharp(await encodeAvatar(bytes, 64))
    .raw()
    .toBuffer()

  expect(value).toBe(255)
})

test('an image lies as its camera says', async () => {
  const halves = await sharp({
    create: { width: 100, height: 100, channels: 3, background: '#fff' },
  })
    .composite([{ input: await image(100, 50, '#000').png().toBuffer(), top: 0, left: 0 }])
    .withMetadata({ orientation: 3 })
    .jpeg()
    .toBuffer()
  const pixels = await sharp(await encodeAvatar(halves, 100))
    .greyscale()
    .raw()
    .toBuffer()

  expect(pixels[0]).toBeGreaterThan(200)
  expect(pixels.at(-1)).toBeLessThan(50)
})

test.each<[string, () => Promise<Buffer> | Buffer]>([
  ['a drawing', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a page', () => Buffer.from('<!doctype html>')],
  ['nothing', () => Buffer.alloc(0)],
  ['a GIF', () => image(10, 10).gif().toBuffer()],
  ['a TIFF', () => image(10, 10).tiff().toBuffer()],
  ['half an image', async () => (await image(300, 300).png().toBuffer()).subarray(0, 200)],
  ['noise behind a good beginning', () => Buffer.from('\xff\xd8\xff\xe0 and so on', 'latin1')],
  ['an image of too many pixels', () => image(2001, 2000).png().toBuffer()],
  ['an image that claims very many', () => claiming(60_000, 60_000)],
])('%s is refused', async (_, bytes) => {
  await expect(encodeAvatar(await bytes(), 128)).rejects.toThrow(AvatarError)
})
