import { partitionOf } from '@orrery/shared/hash'
import type { Envelope } from './envelope.ts'

/** Lines not yet written, by partition in the order they came, and the bytes they arrived as. */
export type Batch = { lines: string[][]; events: number; bytes: number }

export function emptyBatch(partitions: number): Batch {
  return { lines: Array.from({ length: partitions }, () => []), events: 0, bytes: 0 }
}

/** Adds an event to its author's partition. Returns how many that partition holds now. */
export function addTo(batch: Batch, { did, line }: Envelope, bytes: number): number {
  const lines = batch.lines[partitionOf(did, batch.lines.length)] ?? []
  batch.events++
  batch.bytes += bytes
  return lines.push(line)
}
