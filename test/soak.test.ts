import { expect, test } from 'vitest'
import { figuresOf } from '../bench/soak.ts'
import { runSoak } from '../bench/soak-run.ts'

const MIB = 1024 * 1024

test('while the indexer stands still now and then memory stays bounded, and nothing is missing at the end', async () => {
  const { samples, isComplete, gaps, after } = await runSoak({
    seconds: 30,
    rate: 1000,
    accounts: 2000,
    seed: 1,
    everySeconds: 15,
    stoppedSeconds: 8,
    maxStreamBytes: 2 * MIB,
    maxPendingBytes: 1 * MIB,
  })
  const { peakStreamsMiB, peakFirehoseMiB } = figuresOf(samples)

  expect(samples.some(({ isPaused }) => isPaused)).toBe(true)
  expect(peakStreamsMiB).toBeLessThan(16)
  expect(peakFirehoseMiB).toBeLessThan(500)
  expect(isComplete).toBe(true)
  expect(gaps).toEqual([])
  expect(after.isPaused).toBe(false)
}, 300_000)
