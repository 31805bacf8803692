import { partitionOf } from '@orrery/shared/hash'
import { expect, test } from 'vitest'
import { addTo, emptyBatch } from './batch.ts'

test('each event goes to its author’s partition, in the order of arrival', () => {
  const batch = emptyBatch(3)
  const events = Array.from({ length: 30 }, (_, number) => ({
    did: `did:plc:${number % 7}`,
    timeUs: number,
    collection: undefined,
    line: `${number}`,
  }))
  for (const event of events) addTo(batch, event, 10)

  const expected = [0, 1, 2].map((partition) =>
    events.filter(({ did }) => partitionOf(did, 3) === partition).map(({ line }) => line),
  )
  expect(batch.lines).toEqual(expected)
  expect(batch).toMatchObject({ events: 30, bytes: 300 })
})

test('adding tells how full the partition is', () => {
  const batch = emptyBatch(1)
  const event = { did: 'did:plc:a', timeUs: 1, collection: undefined, line: '{}' }

  expect([addTo(batch, event, 2), addTo(batch, event, 2)]).toEqual([1, 2])
})
