/** Resolves at the first SIGINT or SIGTERM. */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  process.once('SIGINT', () => resolve())
  process.once('SIGTERM', () => resolve())
  return promise
}

/** Port 0 is any that is free. */
export function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < 65_536
}

/** The sentence for a port that another process listens on; undefined for any other error. */
export function portTaken(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return undefined
  const port = 'port' in error ? error.port : 'wanted'
  return `Port ${port} is already in use: stop what listens there, or choose another.`
}
