import { expect, test } from 'vitest'
import { randomTexts } from './random-texts.ts'
import { normaliseUri, removeDotSegments } from './uri.ts'

test.each([
  'https://example.org',
  'https://example.org/',
  'https://example.org:443/',
  "x:!$&'()*+,;=:@/?/?#/?",
  'file:///srv/a',
  'news:comp.example',
  'urn:a:../b',
  'x:',
  'x:?',
  'x:#',
  'http://[2001:db8::7]:80/c?d#e',
  'http://[v7.a:b]/',
  'a+b-c.d1://u:p@h',
  'https://example.org//a//b',
])('%s is in normal form', (text) => {
  expect(normaliseUri(text)).toBe(text)
})

test.each([
  ['HTTPS://USER:Pw@Example.ORG:/A?B#C', 'https://USER:Pw@example.org/A?B#C'],
  ['http://ex%41mple%2e%c3%a9.org', 'http://example.%C3%A9.org'],
  ['http://[2001:DB8::A]/', 'http://[2001:db8::a]/'],
  ['https://a.example/%7e%2f?%7e%2f#%7e%2f', 'https://a.example/~%2F?~%2F#~%2F'],
  ['https://a.example/b/%2e%2E/c', 'https://a.example/c'],
  ['https://a.example/..', 'https://a.example/'],
  ['https://a.example/b/.', 'https://a.example/b/'],
  ['https://a.example/b//../c', 'https://a.example/b/c'],
  ['X:/a/../b', 'x:/b'],
  ['x:/a/..//b', 'x:/.//b'],
  ['x:a/../b', 'x:a/../b'],
  ['x:%25%34%31', 'x:%2541'],
])('%s is normally written %s', (text, normal) => {
  expect(normaliseUri(text)).toBe(normal)
  expect(normaliseUri(normal)).toBe(normal)
})

test.each([
  '',
  ':',
  '//a.example/b',
  '1x:a',
  '-x:a',
  'x_y:a',
  'x y:a',
  'x:a b',
  'x:%',
  'x:%4',
  'x:%4g',
  'x:<a>',
  'x:a\\b',
  'x:a\n',
  'x:\0',
  'x:é',
  'x:\ud800',
  'x:a#b#c',
  'x:[a]',
  'http://a:b:1/',
  'http://a:80x/',
  'http://a@b@c/',
  'http://[::1/',
  'http://[::1]x/',
  'http://[::g]/',
  'http://[fe80::1%25en0]/',
  'http://[127.0.0.1]/',
  'http://[v.a]/',
])('%j is not a URI', (text) => {
  expect(normaliseUri(text)).toBeUndefined()
})

const PCHAR = `(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})`
const GRAMMAR = new RegExp(
  '^[A-Za-z][A-Za-z0-9+.-]*:' +
    `(?://(?:(?:(?!@)${PCHAR})*@)?(?:(?![:@])${PCHAR})*(?::[0-9]*)?(?:/${PCHAR}*)*` +
    `|/(?:${PCHAR}+(?:/${PCHAR}*)*)?|${PCHAR}+(?:/${PCHAR}*)*|)` +
    String.raw`(?:\?(?:${PCHAR}|[/?])*)?(?:#(?:${PCHAR}|[/?])*)?$`,
)

test('exactly the texts of the grammar of RFC 3986 are URIs, and their normal form is stable', () => {
  let accepted = 0
  for (const text of randomTexts(8000, 10, ['//', ...'aZ1+-.:/?#@[ \0é', '%4e', '%'])) {
    for (const candidate of [text, `x:${text}`, `x://${text}`]) {
      const normal = normaliseUri(candidate)
      expect(normal !== undefined, JSON.stringify(candidate)).toBe(GRAMMAR.test(candidate))
      if (normal === undefined) continue
      expect(normaliseUri(normal), candidate).toBe(normal)
      accepted++
    }
  }
  expect(accepted).toBeGreaterThan(1000)
})

test('dot segments are removed as RFC 3986 writes it down', () => {
  for (const text of randomTexts(5000, 12, ['/', '/', '.', '..', 'a'])) {
    const path = `/${text}`
    expect(removeDotSegments(path), path).toBe(byTheBook(path))
  }
})

/** The algorithm of RFC 3986, section 5.2.4, step by step, for absolute paths. */
function byTheBook(path: string): string {
  let input = path
  let output = ''
  while (input !== '') {
    if (input.startsWith('/./')) input = input.slice(2)
    else if (input === '/.') input = '/'
    else if (input.startsWith('/../') || input === '/..') {
      input = `/${input.slice(4)}`
      output = output.slice(0, Math.max(output.lastIndexOf('/'), 0))
    } else {
      const next = input.indexOf('/', 1)
      const end = next < 0 ? input.length : next
      output += input.slice(0, end)
      input = input.slice(end)
    }
  }
  return output
}
