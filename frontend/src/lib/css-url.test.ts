import { expect, test } from 'vitest'
import { cssUrlOf } from './css-url.ts'

test.each([
  [null, 'none'],
  ['https://cdn.example/a.jpg', 'url("https://cdn.example/a.jpg")'],
  ['https://x/"); color: red', 'url("https://x/\\22 ); color: red")'],
  ['https://x/\\"', 'url("https://x/\\5c \\22 ")'],
  ['https://x/\n}', 'url("https://x/\\a }")'],
])('%j is written as %s', (address, written) => {
  expect(cssUrlOf(address)).toBe(written)
})
