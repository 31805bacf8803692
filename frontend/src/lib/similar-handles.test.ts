import { expect, test } from 'vitest'
import { beginningsLike, byNearnessTo, distanceBetween } from './similar-handles.ts'

test.each([
  ['maya.bsky.social', ['maya.bsky.social', 'maya', 'may']],
  ['lindqvist.com', ['lindqvist.com', 'lindqvist.bsky.social', 'lindqvist', 'lindqv']],
  ['ab.example', ['ab.example', 'ab.bsky.social']],
])('who typed %s may mean what begins like %j', (handle, beginnings) => {
  expect(beginningsLike(handle)).toEqual(beginnings)
})

test('the same name elsewhere is nearer than another name, and then the more alike', () => {
  const handles = ['mayb.example', 'maya.bsky.social', 'maya.examples', 'bob.example']
  expect(handles.sort(byNearnessTo('maya.example'))).toEqual([
    'maya.examples',
    'maya.bsky.social',
    'mayb.example',
    'bob.example',
  ])
})

test.each([
  ['maya', 'maya', 0],
  ['maya', 'amya', 2],
  ['maya.test', 'maja.test', 1],
  ['', 'abc', 3],
  ['abc', '', 3],
])('from %j to %j it takes %d letters', (one, other, distance) => {
  expect(distanceBetween(one, other)).toBe(distance)
})
