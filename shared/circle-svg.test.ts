import { expect, test } from 'vitest'
import type { Circle, Person } from './circle.ts'
import { circleSvgOf } from './circle-svg.ts'

const HOSTILE = `<script>alert("1")</script> & 'x' ]]> \u0000\u0008\u202e\ud800 -->`

const COUNTS = { like: 1, repost: 0, reply: 0, quote: 0, post: 0, total: 1 }
const SIDE = { ...COUNTS, score: 1 }

function person(rank: number, known: Partial<Person> = {}): Person {
  return {
    did: `did:plc:person${rank}`,
    handle: `person${rank}.example`,
    displayName: `Person ${rank}`,
    avatar: `https://cdn.example/${rank}.jpg`,
    ...{ rank, ...COUNTS, score: 100 - rank, counted: 'both', points: COUNTS, reciprocity: 0 },
    ...{ sent: SIDE, received: SIDE, characters: 0, last: '2026-11-20T12:00:00.000Z' },
    ...known,
  }
}

function circle(orbits: Person[][], known: Partial<Circle> = {}): Circle {
  return {
    did: 'did:plc:owner',
    handle: 'owner.example',
    displayName: 'Owner',
    avatar: null,
    window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
    direction: 'both',
    ranking: 'sum',
    weights: { like: 1, repost: 2, reply: 3, quote: 3, post: 2 },
    preset: 'balanced',
    orbits,
    ...known,
  }
}

function people(count: number): Person[][] {
  const all = Array.from({ length: count }, (_, index) => person(index + 1))
  return [all.slice(0, 10), all.slice(10, 30), all.slice(30)]
}

const TAG = /<(\/?)([A-Za-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/y
const TEXT = /[^<]+/y
const LOOSE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|#39);)/

/** The element names of an XML document in order; throws where it is not well-formed. */
function elementsOf(xml: string): string[] {
  if (!xml.isWellFormed() || /[^\P{Cc}\t\n\r]/u.test(xml)) throw new Error('forbidden character')
  if (LOOSE_AMPERSAND.test(xml)) throw new Error('loose ampersand')
  const names: string[] = []
  const open: string[] = []
  for (let at = 0; at < xml.length; ) {
    TAG.lastIndex = at
    TEXT.lastIndex = at
    const tag = TAG.exec(xml)
    const [whole, closing, name = '', attributes = '', empty] = tag ?? TEXT.exec(xml) ?? []
    if (whole === undefined) throw new Error(`not a tag: ${xml.slice(at, at + 60)}`)
    at += whole.length
    if (!tag) continue
    const given = Array.from(attributes.matchAll(/ ([\w:-]+)=/g), ([, attribute]) => attribute)
    if (new Set(given).size !== given.length) throw new Error(`attribute twice: ${whole}`)
    if (closing && open.pop() !== name) throw new Error(`not open: ${whole}`)
    if (!closing) names.push(name)
    if (!closing && !empty) open.push(name)
    if (open.length === 0 && at < xml.length) throw new Error('more than one root')
  }
  if (open.length > 0) throw new Error(`left open: ${open}`)
  return names
}

test.each([0, 1, 3, 10, 11, 30, 60])('a picture of %d people is XML with a link each', (count) => {
  const names = elementsOf(circleSvgOf(circle(people(count)), { linkBase: '/' }))

  expect(names.filter((name) => name === 'a')).toHaveLength(count + 1)
  expect(names.filter((name) => name === 'image')).toHaveLength(count)
})

test('hostile names, handles, avatars and links stay text', () => {
  const known = { did: HOSTILE, handle: HOSTILE, displayName: HOSTILE }
  const hostile = person(1, { ...known, avatar: `https://x/"><script>${HOSTILE}` })
  const svg = circleSvgOf(circle([[hostile]], known), {
    linkBase: 'https://x/">',
    linkQuery: `?a="&b=${HOSTILE}`,
    watermark: HOSTILE,
  })

  expect(elementsOf(svg)).not.toContain('script')
})

test('an avatar that is no picture address is left to the placeholder', () => {
  const names = elementsOf(
    circleSvgOf(circle([[person(1, { avatar: 'javascript:alert(1)' })]]), { linkBase: '/' }),
  )

  expect(names).not.toContain('image')
})

test('a person is a link with rank, name, address and count', () => {
  const svg = circleSvgOf(circle([[person(1), person(2, { total: 7 })]]), {
    linkBase: 'https://orrery.example/',
    linkQuery: '?window=24h',
  })

  expect(svg).toContain('<a href="https://orrery.example/@person1.example?window=24h">')
  expect(svg).toContain('<title>1. Person 1 (@person1.example), 1 interaction</title>')
  expect(svg).toContain('<title>2. Person 2 (@person2.example), 7 interactions</title>')
})

test('people without a profile are drawn and named by their DID', () => {
  const unknown = { handle: null, displayName: null, avatar: null }
  const svg = circleSvgOf(circle([[person(1, unknown)]], unknown), { linkBase: '/' })

  expect(svg).toContain('<a href="/did:plc:person1"><title>1. did:plc:person1, 1 interaction')
  expect(svg).not.toMatch(/null|undefined|NaN/)
})

test('a circle of nobody says so', () => {
  expect(circleSvgOf(circle([[], []]), { linkBase: '/' })).toContain('>Nobody yet</text>')
  expect(circleSvgOf(circle(people(1)), { linkBase: '/' })).not.toContain('Nobody yet')
})

test('size, background and theme are as asked for', () => {
  const drawn = circle(people(3))
  const plain = circleSvgOf(drawn, { linkBase: '/', colours: { background: 'none' } })
  const dark = circleSvgOf(drawn, { linkBase: '/', theme: 'dark', size: 640 })

  expect(plain).toContain('prefers-color-scheme')
  expect(plain).not.toContain('<rect')
  expect(dark).toContain(' width="640" height="640"')
  expect(dark).toContain('<rect')
  expect(dark).not.toContain('prefers-color-scheme')
})

test('long addresses are cut in the caption at whole characters', () => {
  const svg = circleSvgOf(circle([[person(1, { handle: '🪐'.repeat(60) })]]), { linkBase: '/' })

  expect(elementsOf(svg)).toContain('text')
  expect(svg).toMatch(/>1 · @(🪐)+…<\/text>/u)
})

test('a private account is a dot without a name, a picture or a link', () => {
  const unnamed = { did: null, handle: null, displayName: null, avatar: null }
  const drawn = circle([[person(1), person(2, { ...unnamed, total: 7 }), person(3)]])
  const svg = circleSvgOf(drawn, { linkBase: '/' })

  expect(elementsOf(svg).filter((name) => name === 'a')).toHaveLength(3)
  expect(svg).toContain('<title>2. private account, 7 interactions</title>')
  expect(svg).not.toMatch(/null|person2|Person 2/)
  expect(svg).toContain('@person1.example, private account, @person3.example')
})
