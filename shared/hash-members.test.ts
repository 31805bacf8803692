import { expect, test } from 'vitest'
import { pairsOf, readFlat } from './hash-members.ts'
import { bytesOf, connect } from './redis.ts'
import { startRedis } from './testing.ts'

test('the members behind any one byte are found, and no others of a small hash', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const bytes = bytesOf(redis)
  for (let byte = 0; byte < 256; byte++) {
    await redis.hSet('hash', Buffer.from([byte, 7]), Buffer.from([byte]))
    await redis.hSet('hash', Buffer.from([byte, 0x2a]), Buffer.from([byte]))
  }
  for (let byte = 0; byte < 256; byte++) {
    const flat = await readFlat(bytes, { key: 'hash', prefix: Buffer.from([byte]) })
    const fields = Array.from(pairsOf(flat), ([field]) => field.toString('hex')).sort()
    const wanted = [Buffer.from([byte, 7]), Buffer.from([byte, 0x2a])]
    expect(fields).toEqual(wanted.map((field) => field.toString('hex')).sort())
  }
})

test('in a hash of any size nothing that is looked for is missing or there twice', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const count = 30_000
  for (let index = 0; index < count; index++) {
    void redis.hSet('hash', Buffer.from([index % 3, index >> 8, index & 255]), String(index))
  }
  const flat = await readFlat(bytesOf(redis), { key: 'hash', prefix: Buffer.from([1]) })
  const values = Array.from(pairsOf(flat)).flatMap(([field, value]) =>
    field[0] === 1 ? [value.toString()] : [],
  )
  expect(values).toHaveLength(count / 3)
  expect(new Set(values).size).toBe(count / 3)
})
