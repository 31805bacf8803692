import { parseArgs } from 'node:util'
import type { ChaosOptions } from './chaos.ts'

export const USAGE = `Usage: npm run chaos -- [--minutes 4] [--seed 1] [--rate 1000] [--accounts 2000] [--out FILE] [--logs DIR]
  --minutes   for how long harm is done
  --seed      another number is another order of faults, and another network
  --rate      events a second
  --accounts  of the simulated network
  --out       where the account of it is written; bench/results/chaos.json where absent
  --logs      a directory that gets all logs
`

export type ChaosRequest = Omit<ChaosOptions, 'say'> & { out: string | undefined }

/** The command line, or undefined where it is not as USAGE says. */
export function requestOf(args: string[]): ChaosRequest | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const
    const { values } = parseArgs({
      args,
      options: {
        minutes: text('4'),
        seed: text('1'),
        rate: text('1000'),
        accounts: text('2000'),
        out: { type: 'string' },
        logs: { type: 'string' },
      },
    })
    const seconds = Number(values.minutes) * 60
    const [seed, rate, accounts] = [values.seed, values.rate, values.accounts].map(Number)
    if (!(seconds > 0) || !isWhole(seed) || !isWhole(rate) || !isWhole(accounts)) return undefined
    return { seconds, seed, rate, accounts, out: values.out, logs: values.logs }
  } catch {
    return undefined // an option that USAGE does not list
  }
}

function isWhole(number: number | undefined): number is number {
  return Number.isInteger(number) && Number(number) >= 1
}
