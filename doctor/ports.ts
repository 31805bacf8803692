import { once } from 'node:events'
import { connect } from 'node:net'
import { type Finding, findingsIn } from './finding.ts'

/** A port that one of the processes listens at, and how its answers are known. */
export type Listener = { name: string; port: number; path: string; mark: RegExp; setting: string }

const PATIENCE = 3000
const { ok, warn, fail } = findingsIn('ports')

/**
 * Whether ours listen there, or at least nobody else.
 * @param isBegun whether the processes have been started before, so that they are missed
 */
export async function checkPort(
  { name, port, path, mark, setting }: Listener,
  isBegun: boolean,
): Promise<Finding> {
  if (!(await isTaken(port))) {
    if (!isBegun) return ok(`${port} is free for the ${name}`)
    return warn(`nothing listens at ${port}, where the ${name} should`, 'Start it: `npm start`.')
  }
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.timeout(PATIENCE),
  }).then(
    (response) => response.text(),
    () => '',
  )
  if (mark.test(answer)) return ok(`the ${name} listens at ${port}`)
  return fail(
    `something else listens at ${port}, where the ${name} should`,
    `See what it is (\`ss -ltnp sport = :${port}\`), or set ${setting} to another.`,
  )
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE) })
    return true
  } catch {
    return false // whatever the reason, nobody takes connections there
  } finally {
    socket.destroy()
  }
}
