import { zoneOffsetOf } from './charts/zone-offset.ts'

const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/

/** A time as a field of the kind `datetime-local` has it, in a zone by its IANA name. */
export function localTimeOf(iso: string, zone: string): string {
  const at = Date.parse(iso)
  return new Date(at + zoneOffsetOf(zone, at)).toISOString().slice(0, 16)
}

/**
 * The ISO time of what such a field holds; undefined where that is none. Of a time that the zone's
 * clocks skip or show twice, one that they show close by.
 */
export function timeOfLocal(text: string, zone: string): string | undefined {
  const written = LOCAL.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  if (Number.isNaN(written)) return undefined
  const near = written - zoneOffsetOf(zone, written)
  return new Date(written - zoneOffsetOf(zone, near)).toISOString()
}
