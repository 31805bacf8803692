import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { targetOf } from './link-target.ts'
import { randomTexts } from './random-texts.ts'

const MATERIAL = new URL('../../shared/', import.meta.url)
const CASES = new URL('cases/constellation.json', MATERIAL)
const SYNTAX = new URL('data/interop/syntax/', MATERIAL)

test.each([
  ['at://did:plc:ann/app.bsky.feed.post/3kzzzzzzzzz22', 'at-uri'],
  ['at://ann.example', 'at-uri'],
  ['did:plc:ann', 'did'],
  ['did:web:ann.example%3A8080', 'did'],
  ['did:a:b::c', 'did'],
  [`did:plc:${'a'.repeat(2040)}`, 'did'],
  [`did:plc:${'a'.repeat(2041)}`, 'uri'],
  ['did:plc:ann:', 'uri'],
  ['did:plc:', 'uri'],
  ['did:Plc:ann', 'uri'],
  ['did:pl3:ann', 'uri'],
  ['did:plc:ann#key', 'uri'],
  ['at://', 'uri'],
  ['at:did:plc:ann', 'uri'],
  ['https://ann.example', 'uri'],
  ['mailto:ann@ann.example', 'uri'],
  ['note:hello', 'uri'],
  ['re:', 'uri'],
])('%.60s is a target of kind %s and stays as it is', (text, kind) => {
  expect(targetOf(text)).toEqual({ kind, text })
})

test.each([
  ['AT://did:plc:ann/a.b/c/', 'at-uri', 'at://did:plc:ann/a.b/c'],
  ['HTTP://Ann.Example/%7E', 'uri', 'http://ann.example/~'],
  ['TODO:fix', 'uri', 'todo:fix'],
  ['C:/Users/..', 'uri', 'c:/'],
  ['DID:plc:ann', 'uri', 'did:plc:ann'],
])('%s is a target of kind %s, normally written %s', (text, kind, normal) => {
  expect(targetOf(text)).toEqual({ kind, text: normal })
})

test.each([
  '',
  ':',
  ':a',
  'a',
  'app.bsky.feed.post',
  '2026-11-20T13:00:00.000Z',
  'ann.example/a:b',
  'ann.example/path',
  '//ann.example',
  '@ann:b',
  '1a:b',
  'hello: there',
  'see https://ann.example',
  'https://ann.example ',
  ' https://ann.example',
  'https://änn.example',
  'did:plc:änn',
  'did:plc:ann\0',
  'a:\n',
  'ſ:a',
  'x:\ud83d',
  '\ud83d:x',
  '\0:a',
])('%j is plain text', (text) => {
  expect(targetOf(text)).toBeUndefined()
})

test('a long text of any shape is decided without running into a corner', () => {
  const size = 200_000
  for (const piece of [
    'a',
    ':',
    '/',
    '//',
    '.',
    '/..',
    '%41',
    '%',
    '@',
    '[',
    '?',
    '#',
    '\0',
    'é',
  ]) {
    const long = piece.repeat(size / piece.length)
    for (const start of ['', 'a:', 'a:/', 'a://', 'did:a:', 'at://', 'at://a/', 'at://did:a:']) {
      for (const end of ['', ' ', '\0', ':']) {
        const target = targetOf(start + long + end)
        expect(target?.text.includes(' ')).not.toBe(true)
      }
    }
  }
})

test('a target is its own target, whatever the text', () => {
  const pieces = [
    'at://',
    'did:',
    'x:',
    'plc:',
    '/',
    '..',
    '%2e',
    '%',
    '?',
    '#',
    'A',
    'b',
    ' ',
    'é',
  ]
  const targets = randomTexts(20_000, 8, pieces)
    .map(targetOf)
    .filter((target) => target !== undefined)
  for (const target of targets) expect(targetOf(target.text)?.text).toBe(target.text)
  expect(new Set(targets.map(({ kind }) => kind)).size).toBe(3)
})

type Case = { input: string | Repeated; type: string | null; target?: string }
type Repeated = { prefix: string; repeat: string; times: number }

test.skipIf(!existsSync(CASES))(
  'every string of the Constellation cases has its target (skipped without ../shared/cases)',
  () => {
    const cases: Case[] = JSON.parse(readFileSync(CASES, 'utf8')).link_parsing.cases
    expect(cases.length).toBeGreaterThan(40)
    for (const { input, type, target } of cases) {
      const text = typeof input === 'string' ? input : expand(input)
      const normal = typeof input === 'string' ? target : text
      expect(targetOf(text), text).toEqual(type === null ? undefined : { kind: type, text: normal })
    }
  },
)

test.skipIf(!existsSync(SYNTAX))(
  'every valid DID and at-uri of the interop vectors is a target as written (skipped without ../shared/data)',
  () => {
    for (const text of vectors('did_syntax_valid.txt')) {
      expect(targetOf(text)).toEqual({ kind: 'did', text })
    }
    for (const text of vectors('aturi_syntax_valid.txt')) {
      expect(targetOf(text)).toEqual({ kind: 'at-uri', text })
    }
    for (const text of vectors('uri_syntax_valid.txt')) expect(targetOf(text)?.text).toBe(text)
    for (const name of ['handle', 'nsid', 'tid', 'datetime', 'cid']) {
      for (const text of vectors(`${name}_syntax_valid.txt`)) expect(targetOf(text)).toBeUndefined()
    }
  },
)

function expand({ prefix, repeat, times }: Repeated): string {
  return prefix + repeat.repeat(times)
}

function vectors(name: string): string[] {
  const lines = readFileSync(new URL(name, SYNTAX), 'utf8').split('\n')
  const texts = lines.filter((line) => line !== '' && !line.startsWith('#'))
  expect(texts.length).toBeGreaterThan(3)
  return texts
}
