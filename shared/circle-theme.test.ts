import { expect, test } from 'vitest'
import { circleStyleOf, clashIn, paletteOf } from './circle-theme.ts'
import { type Colour, contrastOf } from './contrast.ts'
import { createRandom } from './random.ts'

test('whatever the background, texts and marks can be made out on it', () => {
  const random = createRandom(7)
  const greys = Array.from({ length: 256 }, (_, value) => (value * 0x010101).toString(16))
  const others = Array.from({ length: 2000 }, () => random.below(0x1000000).toString(16))
  for (const digits of [...greys, ...others]) {
    const background: Colour = `#${digits.padStart(6, '0')}`
    for (const theme of ['light', 'dark'] as const) {
      const { sky, ink, quiet, sun } = paletteOf(theme, { background })

      expect(sky).toBe(background)
      expect(contrastOf(ink, sky)).toBeGreaterThan(4.5)
      expect(contrastOf(quiet, sky)).toBeGreaterThanOrEqual(4.5)
      expect(contrastOf(sun, sky)).toBeGreaterThan(3)
    }
  }
})

test('a text or an accent that cannot be made out is found', () => {
  const background = '#1d428a'

  expect(clashIn('light', { background, text: '#ffffff', accent: '#ffc72c' })).toBeUndefined()
  expect(clashIn('light', { background, text: '#336699' })).toMatchObject({
    ...{ name: 'text', colour: '#336699', background, needed: 4.5 },
    contrast: expect.closeTo(1.55, 1),
  })
  expect(clashIn('light', { background, accent: '#1d428b' })).toMatchObject({ name: 'accent' })
})

test('without a background of its own a text is measured on that of the theme', () => {
  const text = '#eae7df'

  expect(clashIn('dark', { background: 'none', text })).toBeUndefined()
  expect(clashIn('light', { background: 'none', text })).toMatchObject({ background: '#f8f6f1' })
})

test('a picture follows the viewer only where no colour was asked for', () => {
  expect(circleStyleOf('auto')).toContain('prefers-color-scheme')
  expect(circleStyleOf('auto', { background: 'none' })).toContain('prefers-color-scheme')
  expect(circleStyleOf('auto', { accent: '#000000' })).not.toContain('prefers-color-scheme')
  expect(circleStyleOf('dark')).not.toContain('prefers-color-scheme')
})
