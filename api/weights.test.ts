import { expect, test } from 'vitest'
import { DEFAULT_WEIGHTS, parseWeights } from './weights.ts'

test('types that are not named keep their weight', () => {
  expect(parseWeights('like:5,reply:0')).toEqual({ ...DEFAULT_WEIGHTS, like: 5, reply: 0 })
  expect(parseWeights('post:100')).toEqual({ ...DEFAULT_WEIGHTS, post: 100 })
  expect(parseWeights('quote:0.25')).toEqual({ ...DEFAULT_WEIGHTS, quote: 0.25 })
})

test.each([
  '',
  'like',
  'like:',
  'like:-1',
  'like:101',
  'like:100.01',
  'like:0.125',
  'like:1e2',
  'like:0x1',
  'like:NaN',
  'like: 1',
  'like:1,',
  'like:1,like:2',
  'like:1:2',
  'likes:1',
  'Like:1',
  '__proto__:1',
  'constructor:1',
])('%j is not taken for weights', (text) => {
  expect(parseWeights(text)).toBeUndefined()
})
