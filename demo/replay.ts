import { parseArgs } from 'node:util'
import { serveJetstream } from './jetstream-server.ts'
import { readRecording, UnreadableRecording } from './jsonl.ts'
import { isPort, runCommand, untilStopped } from './process.ts'
import { recordingLog } from './recording.ts'

const USAGE = `Usage: npm run replay -- FILE [--port 6008] [--speed N|max] [--loop] [--now]
Serves the Jetstream v1 events of FILE (JSON lines, plain, .gz or .zst) at ws://127.0.0.1:6008/subscribe,
and as v2 at ws://127.0.0.1:6008/xrpc/network.bsky.jetstream.subscribeEvents.
  --speed  times the recorded pace (1), or max: as fast as the client takes it
  --loop   start again after the end, with later times
  --now    move all times so that the last event is now
`

type Request = { file: string; port: number; speed: number; loop: boolean; now: boolean }

/** The command line, or undefined where it is not as USAGE says. */
function requestOf(args: string[]): Request | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '6008' },
        speed: { type: 'string', default: '1' },
        loop: { type: 'boolean', default: false },
        now: { type: 'boolean', default: false },
      },
    })
    const [file, ...others] = positionals
    const port = Number(values.port)
    const speed = values.speed === 'max' ? Infinity : Number(values.speed)
    const usable = isPort(port) && speed > 0
    if (!file || others.length > 0 || !usable) return undefined
    return { file, port, speed, loop: values.loop, now: values.now }
  } catch {
    return undefined // an option that USAGE does not list
  }
}

async function replay({ file, port, speed, loop, now }: Request) {
  const startUs = Date.now() * 1000
  const events = await readRecording(file)
  const lastUs = events.reduce((latest, { timeUs }) => Math.max(latest, timeUs), 0)
  const shiftUs = now ? startUs - lastUs : 0
  const source = recordingLog(events, { speed, loop, shiftUs })
  await using server = await serveJetstream({ port, source })
  console.log(`Replaying ${events.length} events of ${file} at ${server.url}`)
  await untilStopped()
}

await runCommand(requestOf(process.argv.slice(2)), USAGE, replay, (error) =>
  error instanceof UnreadableRecording ? error.message : undefined,
)
