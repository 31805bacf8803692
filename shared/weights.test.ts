import { expect, test } from 'vitest'
import { DEFAULT_WEIGHTS, PRESETS, parseWeights, presetOf } from './weights.ts'

test('types that are not named keep their weight', () => {
  expect(parseWeights('like:5,reply:0')).toEqual({ ...DEFAULT_WEIGHTS, like: 5, reply: 0 })
  expect(parseWeights('post:100')).toEqual({ ...DEFAULT_WEIGHTS, post: 100 })
  expect(parseWeights('quote:0.25')).toEqual({ ...DEFAULT_WEIGHTS, quote: 0.25 })
})

test('a preset may be named, and changed', () => {
  expect(parseWeights('conversation')).toEqual(PRESETS.conversation)
  expect(parseWeights('balanced')).toEqual(DEFAULT_WEIGHTS)
  expect(parseWeights('fans,like:0')).toEqual({ ...PRESETS.fans, like: 0 })
})

test('weights are known by the name of a preset, however they were given', () => {
  expect(presetOf({ like: 1, repost: 1, reply: 1, quote: 1, post: 1 })).toBe('count')
  expect(presetOf({ ...DEFAULT_WEIGHTS })).toBe('balanced')
  expect(presetOf({ ...DEFAULT_WEIGHTS, like: 0 })).toBeNull()
})

test.each([
  '',
  'fan',
  'fans,',
  'fans,count',
  'like:1,fans',
  'toString',
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
