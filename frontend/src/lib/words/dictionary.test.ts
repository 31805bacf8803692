import { LANGUAGES, type Language } from '@orrery/shared/language'
import { describe, expect, test } from 'vitest'
import { proseOf } from '#lib/server/prose.ts'
import { dictionaryOf } from './dictionary.ts'

/** Texts that are the same in English: names, and words that languages share. */
const SHARED = /^[\s\d\W]*$|^\d+ h$|API|Orrery|DID|NSID|JSON|PNG|SVG|CSV|RSS|atproto|Bluesky/

/** Words of one language that are also English. */
const ALSO_ENGLISH: Record<string, string[]> = {
  de: [
    'Links',
    'Follows',
    'Status',
    'Likes',
    'Reposts',
    'Start',
    'Version',
    'Name',
    'Text',
    'Moment',
    'Fans',
    'Live',
    'Like',
    'Repost',
    'Bots',
    'Minute',
  ],
  pt: ['Links', 'post', 'feed', 'Site', 'Total', 'Status', 'Bots'],
  es: ['Total', 'Error', 'Bots'],
  ja: [],
}

const english = leavesOf(await allOf('en'))

test('every English text is there', () => {
  expect(emptyOf(english)).toEqual([])
})

describe.each(LANGUAGES.filter((language) => language !== 'en'))('%s', (language) => {
  test('has every text, and no other', async () => {
    const leaves = leavesOf(await allOf(language))
    expect([...leaves.keys()].sort()).toEqual([...english.keys()].sort())
    expect(emptyOf(leaves)).toEqual([])
  })

  test('has texts of its own, and sentences that take the same values', async () => {
    const leaves = leavesOf(await allOf(language))
    const untranslated = [...leaves].filter(([name, text]) => isEnglish(language, name, text))
    expect(untranslated.map(([name]) => name)).toEqual([])
    for (const [name, text] of leaves) {
      if (typeof text === 'function') expect(text, name).toHaveLength(lengthOf(english.get(name)))
    }
  })
})

async function allOf(language: Language) {
  return { ...(await dictionaryOf(language)), ...(await proseOf(language)) }
}

type Leaf = string | ((...values: never[]) => unknown)

/** Every text and sentence, by the names that lead to it. */
function leavesOf(value: unknown, path = ''): Map<string, Leaf> {
  if (typeof value === 'string' || typeof value === 'function')
    return new Map([[path, value as Leaf]])
  return new Map(
    Object.entries(value as object).flatMap(([name, inner]) => [
      ...leavesOf(inner, path === '' ? name : `${path}.${name}`),
    ]),
  )
}

function emptyOf(leaves: Map<string, Leaf>): string[] {
  return [...leaves].filter(([, text]) => text === '').map(([name]) => name)
}

function isEnglish(language: string, name: string, text: Leaf): boolean {
  if (typeof text === 'function' || text !== english.get(name)) return false
  return !SHARED.test(text) && !ALSO_ENGLISH[language]?.includes(text)
}

function lengthOf(leaf: Leaf | undefined): number {
  return typeof leaf === 'function' ? leaf.length : -1
}
