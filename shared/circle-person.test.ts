import { expect, test } from 'vitest'
import type { Profile, Shown } from './circle.ts'
import {
  addressOf,
  avatarOf,
  colourOf,
  initialOf,
  isNamed,
  nameOf,
  PLACEHOLDER_COLOURS,
  personPathOf,
  thumbnailOf,
} from './circle-person.ts'

function profile(known: Partial<Profile>): Profile {
  return { did: 'did:plc:abc', handle: null, displayName: null, avatar: null, ...known }
}

test.each([
  [{ handle: 'maya.example' }, '@maya.example', '@maya.example'],
  [{}, 'did:plc:abc', 'did:plc:abc'],
  [{ handle: 'handle.invalid' }, 'did:plc:abc', 'did:plc:abc'],
  [{ did: 'did:web:host%3A80' }, 'did:web:host%253A80', 'did:web:host%3A80'],
  [{ handle: 'a/../"b' }, '@a%2F..%2F%22b', '@a/../"b'],
])('%j has the path %s and the address %s', (known, path, address) => {
  expect(personPathOf(profile(known))).toBe(path)
  expect(addressOf(profile(known))).toBe(address)
})

test('a name is what the account calls itself, else its address', () => {
  expect(nameOf(profile({ displayName: ' Maya ', handle: 'maya.example' }))).toBe('Maya')
  expect(nameOf(profile({ displayName: '  ', handle: 'maya.example' }))).toBe('@maya.example')
  expect(nameOf(profile({}))).toBe('did:plc:abc')
})

test('a private account has no name, no letter and no colour of its own', () => {
  const unnamed: Shown = { did: null, handle: null, displayName: null, avatar: null }

  expect(isNamed(unnamed)).toBe(false)
  expect(nameOf(unnamed)).toBe('private account')
  expect(initialOf(unnamed)).toBe('')
  expect(PLACEHOLDER_COLOURS).not.toContain(colourOf(unnamed))
})

test.each([
  [{ displayName: '✨ maya' }, 'M'],
  [{ displayName: '🪐', handle: 'saturn.example' }, 'S'],
  [{ displayName: '土星' }, '土'],
  [{}, 'A'],
  [{ did: 'did:plc:' }, '?'],
])('%j is drawn as %s', (known, initial) => {
  expect(initialOf(profile(known))).toBe(initial)
})

test.each([
  ['https://cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
  ['http://127.0.0.1/a.svg', 'http://127.0.0.1/a.svg'],
  ['data:image/png;base64,AA', 'data:image/png;base64,AA'],
  ['javascript:alert(1)', null],
  [' javascript:alert(1)', null],
  ['data:text/html,<script>', null],
  ['//cdn.example/a.jpg', null],
  ['file:///a.jpg', null],
  ['', null],
])('the avatar %j is loaded from %j', (avatar, loaded) => {
  expect(avatarOf(profile({ avatar }))).toBe(loaded)
})

test('the small version of a picture is asked for where there is one', () => {
  expect(thumbnailOf({ avatar: 'https://cdn.example/img/avatar/plain/did:plc:abc/cid' })).toBe(
    'https://cdn.example/img/avatar_thumbnail/plain/did:plc:abc/cid',
  )
  expect(thumbnailOf({ avatar: 'https://other.example/me.png' })).toBe(
    'https://other.example/me.png',
  )
})

test('an account keeps its colour, and accounts differ', () => {
  const dids = Array.from({ length: 300 }, (_, index) => `did:plc:account${index}`)
  const colours = dids.map((did) => colourOf({ did }))

  expect(colours).toEqual(dids.map((did) => colourOf({ did })))
  expect(new Set(colours)).toEqual(new Set(PLACEHOLDER_COLOURS))
})

test('a white letter can be read on every placeholder', () => {
  for (const colour of PLACEHOLDER_COLOURS) {
    expect(1.05 / (luminanceOf(colour) + 0.05)).toBeGreaterThan(4.5)
  }
})

/** Relative luminance, WCAG 2.2. */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
