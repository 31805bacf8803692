import { existsSync, readFileSync } from 'node:fs'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { type Answer, startApi } from '../api/testing.ts'

/** What clients of the Constellation backlink index rely on: repository events in, answers out. */
const CASES = new URL('../../shared/cases/constellation.json', import.meta.url)

type CaseEvent = {
  op: 'create' | 'update' | 'delete' | 'account'
  did: string
  collection?: string
  rkey?: string
  record?: object
  active?: boolean
  status?: string
}
type Get = { path: string; query: [string, string][] }
type Expected = {
  status: number
  json?: unknown
  stats_in_range?: Record<string, [number, number]>
}
type Step = { event: CaseEvent } | { get: Get; expect: Expected; save_cursor?: string }
type Case = { id: string; kind: string; title: string; steps: Step[] }

const cases: Case[] = existsSync(CASES) ? JSON.parse(readFileSync(CASES, 'utf8')).cases : []

/**
 * The recorded list spends a place of its pages on every link that is not the first of its account:
 * an empty page with a cursor, then one DID on each of two pages. Here no page with a cursor is short,
 * so the two DIDs come on the first two pages, and there is no third to ask for.
 */
const DENSER: Record<string, Record<number, object | 'not asked'>> = {
  'distinct-dids-order': {
    4: {
      total: 2,
      linking_dids: ['did:plc:carlos222222222222222222'],
      cursor: { $cursor: null },
    },
    5: { total: 2, linking_dids: ['did:plc:alice2222222222222222222'], cursor: null },
    6: 'not asked',
  },
}

test.skipIf(cases.length === 0)(
  'there are cases of the Constellation index (skipped without ../shared/cases)',
  () => {
    expect(cases.length).toBeGreaterThan(20)
  },
)

const SIZES = [
  { size: 'few', limits: undefined },
  { size: 'very many', limits: { hot: { links: 1, sample: 1 } } },
]

test.each(cases.flatMap((each) => SIZES.map((size) => ({ ...each, ...size }))))(
  '$kind $id, as if a target had $size links: $title',
  async ({ id, steps, limits }) => {
    await using api = await startApi(limits && { limits })
    const cursors = new Map<string, string>()
    const began = Date.now() - steps.length * 1000
    for (const [index, step] of steps.entries()) {
      if ('event' in step) {
        await api.apply([wireEventOf(step.event, began + index * 1000)])
        continue
      }
      const denser = DENSER[id]?.[index]
      if (denser === 'not asked') continue
      const answer = await api.get(addressOf(step.get, cursors))
      check(answer, denser ? { ...step.expect, json: denser } : step.expect)
      if (step.save_cursor) cursors.set(step.save_cursor, cursorIn(answer.json))
    }
  },
)

/** The event as Jetstream writes it. */
function wireEventOf({ op, did, active, status, ...commit }: CaseEvent, time: number): object {
  const time_us = time * 1000
  if (op === 'account') return { did, time_us, kind: 'account', account: { active, status } }
  return {
    did,
    time_us,
    kind: 'commit',
    commit: { ...commit, operation: op, rev: tidOf(time_us, 0) },
  }
}

function addressOf({ path, query }: Get, cursors: Map<string, string>): string {
  const filled = query.map(([name, value]): [string, string] => {
    const saved = /^{{(\w+)}}$/.exec(value)?.[1]
    return [name, saved === undefined ? value : (cursors.get(saved) ?? '')]
  })
  return `${path}?${new URLSearchParams(filled)}`
}

function check({ status, json }: Answer, expected: Expected): void {
  expect(status, JSON.stringify(json)).toBe(expected.status)
  if (expected.json !== undefined) expect(json).toEqual(withAnyCursor(expected.json))
  for (const [name, [low, high]] of Object.entries(expected.stats_in_range ?? {})) {
    const value = (json as { stats: Record<string, number> }).stats[name]
    expect(value, name).toBeGreaterThanOrEqual(low)
    expect(value, name).toBeLessThanOrEqual(high)
  }
  if (status >= 400)
    expect(json).toEqual({ error: expect.any(String), message: expect.any(String) })
}

/** Cursors are opaque; that there is one is what counts. */
function withAnyCursor(json: unknown): unknown {
  const { cursor, ...rest } = json as { cursor?: object | null }
  if (!cursor) return json
  return { ...rest, cursor: expect.stringMatching(/^([0-9a-f]{2})+$/) }
}

function cursorIn(json: unknown): string {
  const { cursor } = json as { cursor: string | null }
  return cursor ?? ''
}
