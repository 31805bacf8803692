import { parseArgs } from 'node:util'
import { ApiRefusal, type Client, openClient, type Person } from '@orrery/shared/client'

/**
 * An example of a bot: it looks at an account's circle again and again, and writes a post about
 * whoever is new in it, with the picture and its alt text. It prints what another would send.
 *
 *     node demo/bot.ts alice.example --api http://127.0.0.1:3001 --every 60
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    api: { type: 'string', default: 'http://127.0.0.1:3001' },
    key: { type: 'string' },
    every: { type: 'string', default: '60' },
    times: { type: 'string', default: 'Infinity' },
  },
})
const [actor] = positionals
if (actor === undefined) {
  console.error('Whose circle? node demo/bot.ts <handle or DID>')
  process.exit(1)
}
const orrery = openClient({ url: values.api, key: values.key })
const window = '24h'

let known: ReadonlySet<string> | undefined
for (let time = 0; time < Number(values.times); time++) {
  if (time > 0) await pause(Number(values.every))
  known = await lookAgain(orrery, actor, known)
}

/** @returns the DIDs of all who are in the circle now */
async function lookAgain(
  client: Client,
  account: string,
  before: ReadonlySet<string> | undefined,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const asked = { actor: account, window, bots: false } as const
    const circle = await client.get('/circles/{actor}', asked)
    const people = circle.orbits.flat().filter(({ did }) => did !== null)
    const fresh = people.filter(({ did }) => !before?.has(did ?? ''))
    if (fresh.length > 0) {
      const picture = client.addressOf('/circles/{actor}.png', asked)
      print(postOf(circle.handle ?? account, fresh, before === undefined), picture, circle.alt)
    }
    return new Set(people.map(({ did }) => did ?? ''))
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error
    console.error(`${error.code}: ${error.message}`)
    if (error.retryAfter === undefined) process.exit(1)
    await pause(error.retryAfter)
    return before
  }
}

function postOf(handle: string, fresh: Person[], isFirst: boolean): string {
  const names = fresh.slice(0, 3).map((person) => `@${person.handle ?? person.did}`)
  const others = fresh.length > names.length ? ` and ${fresh.length - names.length} more` : ''
  const [strongest] = fresh
  const counts = strongest && `${strongest.sent.total} sent, ${strongest.received.total} received`
  return isFirst
    ? `In the circle of @${handle}: ${names.join(', ')}${others}.`
    : `New in the circle of @${handle}: ${names.join(', ')}${others} (${counts}).`
}

function print(text: string, picture: string, alt: string): void {
  console.log(`${text}\n  picture: ${picture}\n  alt: ${alt.replaceAll('\n', '\n       ')}\n`)
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}
