import { parseArgs } from 'node:util'
import { isPort } from './process.ts'

export const USAGE = `Usage: npm run simulate -- [--port 6008] [--appview-port 6010] [--rate 30] [--accounts 400]
                           [--history 24h] [--seed 1]
Serves a simulated network: Jetstream v1 at ws://127.0.0.1:6008/subscribe, and the AppView's calls.
  --rate     events a second
  --history  what happened before the start: a number of m, h or d, or 0
  --seed     another number is another network
`

const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86_400 }

export type SimulationRequest = {
  port: number
  appViewPort: number
  rate: number
  accounts: number
  historySeconds: number
  seed: number
}

/** The command line, or undefined where it is not as USAGE says. */
export function requestOf(args: string[]): SimulationRequest | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const
    const { values } = parseArgs({
      args,
      options: {
        port: text('6008'),
        'appview-port': text('6010'),
        rate: text('30'),
        accounts: text('400'),
        history: text('24h'),
        seed: text('1'),
      },
    })
    const history = /^(?:0|(\d+)([mhd]))$/.exec(values.history)
    const request = {
      port: Number(values.port),
      appViewPort: Number(values['appview-port']),
      rate: Number(values.rate),
      accounts: Number(values.accounts),
      historySeconds: Number(history?.[1] ?? 0) * (UNIT_SECONDS[history?.[2] ?? 'm'] ?? 0),
      seed: Number(values.seed),
    }
    const { port, appViewPort, rate, accounts, seed } = request
    const usable = isPort(port) && isPort(appViewPort) && rate > 0 && rate < Infinity
    const whole = Number.isInteger(accounts) && accounts >= 2 && Number.isInteger(seed)
    return history && usable && whole ? request : undefined
  } catch {
    return undefined // an option that USAGE does not list
  }
}
