import { parseArgs } from 'node:util'

export const USAGE = `Usage: npm run bench -- memory|ingest|query|history|live|top|pictures|site|soak|all [--large] [--events N] [--accounts N] [--seed 1]
                    [--indexers 1] [--connections 8] [--requests 2000] [--rate 2000] [--seconds 600] [--out DIR]
  --large        memory, ingest and query also at 5 million
  --events       one size only: so many interactions (memory, query, history, top) or events (ingest)
  --accounts     of the simulated network; one for each 20 of --events where absent
  --seed         another number is another workload
  --indexers     processes that share the partitions (ingest)
  --connections  requests that are open at once (query)
  --requests     of each kind (query)
  --rate         events a second while it is queried (query), or all the time (soak)
  --seconds      how long it goes on (soak)
  --profile      a directory that gets CPU profiles (ingest: of each process, query: of the api)
  --out          where the figures are written; bench/results where absent
`

const NAMES = [
  'memory',
  'ingest',
  'query',
  'history',
  'top',
  'pictures',
  'live',
  'site',
  'soak',
] as const

export type BenchName = (typeof NAMES)[number]

export type BenchOptions = {
  names: BenchName[]
  large: boolean
  /** Absent where the usual sizes are asked for. */
  events: number | undefined
  accounts: number | undefined
  seed: number
  indexers: number
  connections: number
  requests: number
  rate: number
  seconds: number
  profile: string | undefined
  out: string | undefined
}

/** How much is loaded, and how many accounts the simulated network has. */
export type Size = { count: number; accounts: number }

/** The command line, or undefined where it is not as USAGE says. */
export function readOptions(args: string[]): BenchOptions | undefined {
  try {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        large: { type: 'boolean', default: false },
        events: text,
        accounts: text,
        seed: { ...text, default: '1' },
        indexers: { ...text, default: '1' },
        connections: { ...text, default: '8' },
        requests: { ...text, default: '2000' },
        rate: { ...text, default: '2000' },
        seconds: { ...text, default: '600' },
        profile: text,
        out: text,
      },
    })
    const names = positionals.flatMap(namesOf)
    if (names.length === 0) return undefined
    return {
      names,
      large: values.large,
      events: values.events === undefined ? undefined : wholeOf(values.events),
      accounts: values.accounts === undefined ? undefined : wholeOf(values.accounts),
      seed: wholeOf(values.seed),
      indexers: wholeOf(values.indexers),
      connections: wholeOf(values.connections),
      requests: wholeOf(values.requests),
      rate: wholeOf(values.rate),
      seconds: wholeOf(values.seconds),
      profile: values.profile,
      out: values.out,
    }
  } catch {
    return undefined // an option or a word that USAGE does not list, or no number where one belongs
  }
}

/** The sizes to measure at, smallest first: those given, or the one that the options ask for. */
export function sizesOf({ events, accounts }: BenchOptions, usual: number[]): Size[] {
  return (events === undefined ? usual : [events]).map((count) => ({
    count,
    accounts: accounts ?? Math.max(100, Math.round(count / INTERACTIONS_PER_ACCOUNT)),
  }))
}

const INTERACTIONS_PER_ACCOUNT = 20

function namesOf(word: string): BenchName[] {
  if (word === 'all') return [...NAMES]
  const name = NAMES.find((each) => each === word)
  if (name === undefined) throw new RangeError(`no benchmark ${word}`)
  return [name]
}

function wholeOf(text: string): number {
  const number = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`not a number: ${text}`)
  return number
}
