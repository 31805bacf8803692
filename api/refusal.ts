import { isRedisOutage } from './redis-outage.ts'

/** A request that is not answered as asked, and why: a code for programs, a sentence for people. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: string
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** What is told of an error; of one that nobody expected, nothing. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isRedisOutage(error)) return storeUnavailable()
  return new Refusal(500, 'InternalError', 'Something went wrong here; it has been logged.')
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message)
}

export function storeUnavailable(): Refusal {
  return new Refusal(503, 'StoreUnavailable', 'The store cannot be reached right now.', 5)
}

/** @param instead what the asker can do meanwhile, the rest of a sentence */
export function upstreamUnavailable(instead: string): Refusal {
  const message = `The AppView cannot be reached right now; ${instead}.`
  return new Refusal(503, 'UpstreamUnavailable', message, 15)
}
