import type { Circle, Person } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'

const COLUMNS = [
  ...['rank', 'orbit', 'did', 'handle', 'display_name', 'score'],
  ...INTERACTION_TYPES,
  ...['total', 'characters', 'last', 'sent_total', 'sent_score'],
  ...['received_total', 'received_score', 'reciprocity'],
]

/** A circle as a table (RFC 4180), a person a line, by rank. */
export function circleCsvOf({ orbits }: Circle): string {
  const rows = orbits.flatMap((people, index) => people.map((person) => rowOf(person, index + 1)))
  return [COLUMNS, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')
}

function rowOf(person: Person, orbit: number): (string | number | null)[] {
  const { rank, did, handle, displayName, score, total, characters, last } = person
  const { sent, received, reciprocity } = person
  return [
    ...[rank, orbit, did, handle, displayName, score],
    ...INTERACTION_TYPES.map((type) => person[type]),
    ...[total, characters, last, sent.total, sent.score],
    ...[received.total, received.score, reciprocity],
  ]
}

/** What spreadsheets would take for a formula begins with an apostrophe instead. */
function fieldOf(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '')
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
