import { expect, test } from 'vitest'
import { type Inflicted, judgeLogs } from './judge-logs.ts'
import type { LogLine } from './log-lines.ts'

const FULL: Inflicted = {
  fault: {
    name: 'the disk is full',
    cause: /MISCONF/,
    mustSay: /MISCONF/,
    inflict: async () => '',
  },
  from: 10_000,
  to: 12_000,
  done: 'for 2 s',
}

function line(at: number, rest: Partial<LogLine> = {}): LogLine {
  const cause = 'MISCONF Errors writing to the AOF file'
  return { process: 'indexer:1', at, level: 60, message: 'stopped', cause, details: '', ...rest }
}

const ended = { process: 'indexer:1' }
const judge = (lines: LogLine[], endings = [ended], unreadable: string[] = []) =>
  judgeLogs({ lines, endings, unreadable }, [FULL])

test('an error that a fault explains, told once for each end, is as it must be', () => {
  expect(judge([line(11_000), line(13_000)], [ended, ended])).toEqual([])
})

test.each([
  ['an error that no fault explains', [line(11_000), line(12_000, { cause: 'ENOENT' })], 2, /^why/],
  ['an error before its fault', [line(9000), line(11_000)], 2, /^why/],
  ['an error without a cause', [line(11_000, { cause: '', message: 'MISCONF' })], 1, /^without/],
  ['an end of which nothing is said', [line(11_000)], 2, /ended 2 times .* said so 1/],
  ['a fault of which nothing is said', [], 0, /^nobody said why/],
])('%s is found', (_, lines, ends, finding) => {
  const found = judge(lines, Array(ends).fill(ended))
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(finding)
})

test('the same words again are found, unless something happened in between', () => {
  const [first, second] = [line(11_001, { level: 40 }), line(11_003, { level: 40 })]
  expect(judge([first, second], [])).toEqual([expect.stringMatching(/^said again/)])
  expect(judge([first, line(11_002), second])).toEqual([])
})

test('what is no line of a log is found', () => {
  expect(judge([line(11_000)], [ended], ['indexer:1: Segmentation fault'])).toHaveLength(1)
})
