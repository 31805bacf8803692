import pino, { type Logger } from 'pino'

export type { Logger }

/** A service's log: JSON lines on standard output, errors with their causes. */
export function createLog(service: string, level = 'info'): Logger {
  return pino({ name: service, level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime })
}
