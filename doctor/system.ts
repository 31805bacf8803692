import { type Finding, findingsIn } from './finding.ts'

const LEAST_NODE = 24

/** @param version as `process.versions.node` has it */
export function checkNode(version: string): Finding[] {
  const { ok, fail } = findingsIn('Node')
  if (Number.parseInt(version, 10) >= LEAST_NODE) return [ok(`version ${version}`)]
  return [
    fail(
      `version ${version} is too old`,
      `Run \`npm ci\` here and start things through npm: Node ${LEAST_NODE} comes with the packages.`,
    ),
  ]
}

/** How far a clock may be off before spans of minutes are wrong, and before events are. In seconds. */
const NOTICEABLE = 5
const HARMFUL = 60

/**
 * @param clocks of others, by who they belong to: what they said and when it was asked for, in
 * milliseconds
 */
export function checkClock(clocks: Map<string, { said: number; at: number }>): Finding[] {
  const { ok, warn, fail, unknown } = findingsIn('clock')
  if (clocks.size === 0) return [unknown('no other clock could be asked')]
  return Array.from(clocks, ([owner, { said, at }]) => {
    const off = Math.round(Math.abs(at - said) / 1000)
    if (off < NOTICEABLE) return ok(`agrees with that of ${owner}`)
    const say = off < HARMFUL ? warn : fail
    const side = at > said ? 'ahead of' : 'behind'
    return say(
      `is ${off} seconds ${side} that of ${owner}: windows and expiry are off by as much`,
      'Let the machines keep the time: `timedatectl set-ntp true`.',
    )
  })
}
