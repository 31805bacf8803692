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
function portTaken(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return undefined
  const port = 'port' in error ? error.port : 'wanted'
  return `Port ${port} is already in use: stop what listens there, or choose another.`
}

/**
 * Does what the command line asks for. Without a request the usage is printed and the exit code is 2;
 * an error that has a sentence prints it and makes it 1, any other is thrown.
 */
export async function runCommand<Request>(
  request: Request | undefined,
  usage: string,
  command: (request: Request) => Promise<void>,
  sentenceOf: (error: unknown) => string | undefined = () => undefined,
): Promise<void> {
  if (request === undefined) {
    process.stderr.write(usage)
    process.exitCode = 2
    return
  }
  try {
    await command(request)
  } catch (error) {
    const sentence = sentenceOf(error) ?? portTaken(error)
    if (!sentence) throw error
    console.error(sentence)
    process.exitCode = 1
  }
}
