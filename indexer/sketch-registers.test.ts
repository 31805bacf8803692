import { createRandom } from '@orrery/shared/random'
import { connect } from '@orrery/shared/redis'
import { elementBytes, targetElement } from '@orrery/shared/sketch'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openRegisters } from './sketch-registers.ts'

test('an element changes a register just where Redis says that it does', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const random = createRandom(7)
  const registers = openRegisters()
  const word = () => random.below(2 ** 16) * 2 ** 16 + random.below(2 ** 16)
  const extremes = [
    { low: 0, high: 0 },
    { low: 0xffffffff, high: 0xffffffff },
  ]
  const elements = Array.from({ length: 40_000 }, () => ({ low: word(), high: word() }))
  const given = [...extremes, ...elements, ...elements.slice(0, 100)]

  const answers = await Promise.all(
    given.map((element) => redis.sendCommand<number>(['PFADD', 'theirs', elementBytes(element)])),
  )
  const raised = given.map((element) => registers.raise(element))

  expect(raised).toEqual(answers.map((answer) => answer === 1))
})

test('targets and sources that differ are different elements', () => {
  const random = createRandom(8)
  const sources = ['subject.uri', 'subject', 'facets[].features[x.y.z#w].did', 'via.uri'].flatMap(
    (path) =>
      ['app.bsky.feed.like', 'com.example.thing'].map((collection) => ({ collection, path })),
  )
  const rkeys = Array.from({ length: 30 }, () => random.below(2 ** 31).toString(36))
  const seen = new Set<string>()
  let count = 0
  for (const source of sources) {
    for (let account = 0; account < 200; account++) {
      const targets = [
        { kind: 'account', account } as const,
        { kind: 'text', text: `https://${account}.example` } as const,
        ...rkeys.flatMap((rkey) =>
          ['app.bsky.feed.post', 'app.bsky.graph.list'].map(
            (collection) => ({ kind: 'record', account, collection, rkey }) as const,
          ),
        ),
      ]
      for (const target of targets) {
        seen.add(elementBytes(targetElement(target, source)).toString('hex'))
        count++
      }
    }
  }
  expect(seen.size).toBe(count)
})
