import { createRandom } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { sortInTurns, takeTurns } from './turns.ts'

test.each([0, 1, 8191, 8192, 8193, 60_000])('%i items are sorted as one would', async (count) => {
  const random = createRandom(count)
  const items = Array.from({ length: count }, (_, index) => ({ index, key: random.below(500) }))
  const compare = (a: { key: number }, b: { key: number }) => a.key - b.key

  expect(await sortInTurns(items, compare)).toEqual(items.toSorted(compare))
})

test('others have their turn in a long computation', async () => {
  const turn = takeTurns()
  let isOver = false
  let isMet = false
  setImmediate(() => {
    isMet = !isOver
  })
  for (const end = performance.now() + 50; performance.now() < end; ) await turn()
  isOver = true
  expect(isMet).toBe(true)
})
