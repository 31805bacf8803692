import { expect, test } from 'vitest'
import { drawableOf, openDrawable } from './drawable.ts'

const isDrawable = openDrawable()

test.each([
  ['Maya', 'Maya'],
  ['✨ Maya  🪐', 'Maya'],
  ['Zé da Órbita', 'Zé da Órbita'],
  ['Отто Ω', 'Отто Ω'],
  ['観測者カイト', '観測者カイト'],
  ['한국어', null],
  ['Bo שלום', null],
  ['🪐', null],
  ['', null],
])('%j is drawn as %j', (text, drawn) => {
  expect(drawableOf(text, isDrawable)).toBe(drawn)
})
