import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { jsonOf } from './long-json.ts'

const head = { did: 'did:web:a.example', 'odd "name"': null }

test.each([
  ['no lists', {}],
  ['empty and short lists', { sent: [], received: [1, 2, 3] }],
  ['a long list among short ones', { sent: [1], received: numbers(5001), both: [] }],
  ['only long lists', { sent: numbers(5000), both: numbers(7249) }],
])('%s are the same JSON, all at once or a little at a time', async (_, lists) => {
  const asItem = (number: number) => ({ number, name: `"${number}"` })
  const short = Object.entries(lists).map(([name, list]) => [name, list.map(asItem)])

  const json = jsonOf(head, lists, asItem)
  const written = json instanceof Readable ? await text(json) : JSON.stringify(json)
  expect(written).toBe(JSON.stringify({ ...head, ...Object.fromEntries(short) }))
  const longest = Math.max(0, ...Object.values(lists).map((list) => list.length))
  expect(json instanceof Readable).toBe(longest >= 5000)
})

function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
