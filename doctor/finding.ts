/**
 * What was looked at and how it is: `ok`; `warn`, which works and may not for long; `fail`, which does
 * not work; `unknown`, which could not be looked at from here.
 */
export type Finding = {
  area: string
  level: 'ok' | 'warn' | 'fail' | 'unknown'
  message: string
  /** What to do about it. */
  advice?: string
}

/** Says what is found in one area. */
export function findingsIn(area: string) {
  const say = (level: Finding['level']) => (message: string, advice?: string) => ({
    ...{ area, level, message },
    ...(advice !== undefined && { advice }),
  })
  return { ok: say('ok'), warn: say('warn'), fail: say('fail'), unknown: say('unknown') }
}

const SIGNS = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL', unknown: '?   ' }

/** Lines for people, those of an area one after the other, and a sentence about all. */
export function textOf(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ area }) => area.length))
  const lines = findings.flatMap(({ area, level, message, advice }) => [
    `${SIGNS[level]}  ${area.padEnd(width)}  ${message}`,
    ...(advice ? [`${' '.repeat(6 + width)}  -> ${advice}`] : []),
  ])
  return [...lines, '', summaryOf(findings)].join('\n')
}

function summaryOf(findings: Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((each) => each.level === level).length
  const [fails, warns] = [count('fail'), count('warn')]
  if (fails > 0) return `${things(fails)} must be mended${warns > 0 ? `, ${warns} watched` : ''}.`
  return warns > 0 ? `It works; ${things(warns)} to be watched.` : 'All is well.'
}

function things(count: number): string {
  return count === 1 ? '1 thing' : `${count} things`
}
