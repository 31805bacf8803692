import { expect, test } from 'vitest'
import { forgetGap, noteGap, readGaps } from './gaps.ts'
import { connect } from './redis.ts'
import { startRedis } from './testing.ts'

const reason = 'it was night'

test('gaps are read in their order, those that reach into a span; one noted again ends anew', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await noteGap(redis, { from: 3000, to: 4000, reason })
  await noteGap(redis, { from: 900, to: 1000, reason })
  await noteGap(redis, { from: 900, to: 2000, reason })

  const [first, second] = [
    { from: 900, to: 2000, reason },
    { from: 3000, to: 4000, reason },
  ]
  expect(await readGaps(redis)).toEqual([first, second])
  expect(await readGaps(redis, 2000, 3000)).toEqual([])
  expect(await readGaps(redis, 1999, 3001)).toEqual([first, second])
  expect(await readGaps(redis, 3500, 3600)).toEqual([second])
})

test('a gap that was filled is taken back', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const kept = { from: 3000, to: 4000, reason }
  await noteGap(redis, { from: 900, to: 1000, reason })
  await noteGap(redis, kept)
  await forgetGap(redis, { from: 900, to: 1000, reason })

  expect(await readGaps(redis)).toEqual([kept])
})

test('the newest thousand are kept', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  for (let from = 0; from < 1005; from++) await noteGap(redis, { from, to: from + 1, reason })

  const kept = await readGaps(redis)
  expect(kept).toHaveLength(1000)
  expect(kept[0]?.from).toBe(5)
})
