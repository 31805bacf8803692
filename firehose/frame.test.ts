import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { accountFrame, accountLine, dictionaryNumbered } from './fixtures.ts'
import { MOST_BYTES, readFrame } from './frame.ts'

const LINE = accountLine('did:plc:anna', 1_700_000_000_000_000)
const dictionary = dictionaryNumbered(7)
const V1 = { wire: 'v1', dictionary } as const

function compressed(text: string, bytes = dictionary.bytes): Buffer {
  return zstdCompressSync(text, { dictionary: bytes })
}

test('a binary frame is decompressed with the dictionary, on both wires', () => {
  const frame = accountFrame('did:plc:anna', 1_700_000_000_000_000, 3)

  expect(readFrame(compressed(LINE), true, V1)).toMatchObject({ line: LINE })
  expect(readFrame(compressed(frame), true, { wire: 'v2', dictionary })).toMatchObject({
    line: LINE,
    seq: 3,
  })
})

test('a text frame is read as it is, also where compression was asked for', () => {
  expect(readFrame(Buffer.from(LINE), false, V1)).toMatchObject({ line: LINE })
})

test.each([
  ['of another dictionary', compressed(LINE, dictionaryNumbered(8).bytes)],
  ['that is cut short', compressed(LINE).subarray(0, 30)],
  ['that is not compressed', Buffer.from(LINE)],
])('a frame %s cannot be decompressed, which is for the connection to judge', (_, frame) => {
  expect(readFrame(frame, true, V1)).toEqual({ undecodable: expect.any(String) })
})

test('a frame that would become too much is not made so', () => {
  expect(readFrame(compressed(' '.repeat(MOST_BYTES + 1)), true, V1)).toEqual({
    reason: expect.stringContaining('more than'),
  })
})

test('a binary frame that nobody asked for, and one that is not UTF-8, cannot be read', () => {
  const plain = { wire: 'v1', dictionary: undefined } as const

  expect(readFrame(compressed(LINE), true, plain)).toEqual({
    reason: expect.stringContaining('no compression was asked for'),
  })
  expect(readFrame(Buffer.from([0x7b, 0xff]), false, plain)).toEqual({ reason: 'not UTF-8' })
})
