import { expect, test } from 'vitest'
import { Refusal } from './refusal.ts'
import { openSlots } from './slots.ts'

test('no more are at work at once than there are places, in the order of asking', async () => {
  const slots = openSlots(2, 10)
  const done: number[] = []
  let atWork = 0
  let most = 0
  const work = (number: number) =>
    slots(async () => {
      most = Math.max(most, ++atWork)
      await new Promise((resolve) => setTimeout(resolve, 1))
      atWork--
      done.push(number)
    })
  await Promise.all([1, 2, 3, 4, 5, 6].map(work))

  expect(most).toBe(2)
  expect(done).toEqual([1, 2, 3, 4, 5, 6])
})

test('those beyond the queue are refused, and a failure frees its place', async () => {
  const slots = openSlots(1, 1)
  const failing = slots(async () => {
    throw new Error('broken')
  })
  const waiting = slots(async () => 'done')

  await expect(slots(async () => 'late')).rejects.toThrow(Refusal)
  await expect(failing).rejects.toThrow('broken')
  expect(await waiting).toBe('done')
  expect(await slots(async () => 'again')).toBe('again')
})
