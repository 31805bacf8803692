import { expect, test } from 'vitest'
import { createBrake, released } from './brake.ts'

function brakeWithClock() {
  const clock = { now: 1000 }
  const said: string[] = []
  const brake = createBrake(
    (reason, held) => said.push(`${reason} ${held ? 'holds' : 'lets go'}`),
    () => clock.now,
  )
  return { brake, clock, said }
}

test('it is held until the last reason is gone, and each reason is said once', () => {
  const { brake, said } = brakeWithClock()
  const changes: boolean[] = []
  brake.watch((held) => changes.push(held))
  brake.hold('redis')
  brake.hold('redis')
  brake.hold('indexer')
  brake.release('redis')

  expect(brake.reasons()).toEqual(['indexer'])
  expect(changes).toEqual([true])
  brake.release('redis')
  brake.release('indexer')
  expect(brake.isHeld()).toBe(false)
  expect(changes).toEqual([true, false])
  expect(said).toEqual(['redis holds', 'indexer holds', 'redis lets go', 'indexer lets go'])
})

test('the time it was held is summed, the current hold included', () => {
  const { brake, clock } = brakeWithClock()
  brake.hold('redis')
  clock.now += 30
  brake.release('redis')
  clock.now += 1000
  brake.hold('indexer')
  clock.now += 12

  expect(brake.heldMs()).toBe(42)
})

test('who waits for the release goes on with it, or with the signal', async () => {
  const { brake } = brakeWithClock()
  const never = new AbortController()
  await released(brake, never.signal)

  brake.hold('redis')
  const freed = released(brake, never.signal)
  brake.release('redis')
  await freed

  brake.hold('redis')
  const stop = new AbortController()
  const stopped = released(brake, stop.signal)
  stop.abort()
  await stopped
  expect(brake.isHeld()).toBe(true)
})
