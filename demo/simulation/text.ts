import type { Random } from '@orrery/shared/random'
import { zipfRank } from './distributions.ts'
import { phrasesOf, SITES, TAGS } from './phrases.ts'

export type Mention = { did: string; handle: string }

export type Facet = {
  $type?: 'app.bsky.richtext.facet'
  features: Record<string, string>[]
  index: { byteEnd: number; byteStart: number }
}

export type Text = {
  text: string
  facets: Facet[]
  /** The linked page, if there is one. */
  url: string | undefined
}

const MENTION = 'app.bsky.richtext.facet#mention'
const LINK = 'app.bsky.richtext.facet#link'
const TAG = 'app.bsky.richtext.facet#tag'
const URL_SHARE = 0.21
const TAG_SHARE = 0.07
const PAGES_OF_A_SITE = 400
const MAX_SENTENCES = 4

/** An invented post text, below 300 graphemes, and its facets with offsets in UTF-8. */
export function composeText(random: Random, language: string, mentions: Mention[]): Text {
  const parts = { text: sentences(random, language), facets: [] as Facet[] }
  // apps differ in whether a facet names its own type: half of them do here
  const typed = random.chance(0.5)
  for (const { did, handle } of mentions) {
    append(parts, `@${handle}`, { $type: MENTION, did }, typed)
  }
  const url = random.chance(URL_SHARE) ? urlOf(random) : undefined
  if (url) append(parts, url.slice('https://'.length), { $type: LINK, uri: url }, typed)
  if (random.chance(TAG_SHARE)) {
    const tag = random.pick(TAGS)
    append(parts, `#${tag}`, { $type: TAG, tag }, typed)
  }
  return { ...parts, url }
}

function sentences(random: Random, language: string): string {
  const { openings, endings, joint } = phrasesOf(language)
  const sentence = () => random.pick(openings) + joint + random.pick(endings)
  let text = sentence()
  for (let count = 1; count < MAX_SENTENCES && text.length < 140 && random.chance(0.4); count++) {
    text += ` ${sentence()}`
  }
  return text
}

function append(
  parts: { text: string; facets: Facet[] },
  words: string,
  feature: Record<string, string>,
  typed: boolean,
) {
  const byteStart = Buffer.byteLength(parts.text) + 1
  parts.text += ` ${words}`
  parts.facets.push({
    ...(typed && { $type: 'app.bsky.richtext.facet' }),
    features: [feature],
    index: { byteEnd: byteStart + words.length, byteStart },
  })
}

function urlOf(random: Random): string {
  const site = SITES[zipfRank(random, SITES.length)] ?? SITES[0]
  return `https://${site}/${random.pick(TAGS)}/${zipfRank(random, PAGES_OF_A_SITE) + 1}`
}
