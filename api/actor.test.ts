import { expect, test } from 'vitest'
import { parseActor } from './actor.ts'

test.each([
  ['alice.example', 'alice.example'],
  ['@Alice.Example', 'alice.example'],
  ['a-b.c-d.xn--p1ai', 'a-b.c-d.xn--p1ai'],
  [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
])('%s is a handle', (text, handle) => {
  expect(parseActor(text)).toEqual({ kind: 'handle', handle })
})

test.each([
  'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  'did:web:example.com',
  'did:web:localhost%3A3000',
  'did:example:a:b_c.d-e',
])('%s is a DID', (did) => {
  expect(parseActor(did)).toEqual({ kind: 'did', did })
  expect(parseActor(`@${did}`)).toEqual({ kind: 'did', did })
})

test.each([
  '',
  '@',
  '@@alice.example',
  'alice',
  '.example',
  'alice.',
  'alice..example',
  '-alice.example',
  'alice.example1.2',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(130)}example`,
  'did:plc:',
  'did:PLC:abc',
  'did:plc:abc:',
  'did:plc:abc def',
  `did:plc:${'a'.repeat(2048)}`,
  '\u0000',
  '__proto__',
  'alice.example/x',
  'alicé.example',
  'alice.example\n',
])('%j is neither', (text) => {
  expect(parseActor(text)).toBeUndefined()
})
