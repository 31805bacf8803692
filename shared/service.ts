import cluster from 'node:cluster'
import { ConfigError } from './config.ts'
import { createLog, type Logger } from './logging.ts'
import { openTracing, type Trace } from './tracing.ts'

/**
 * What a service's body works with. `signal` aborts on SIGINT, on SIGTERM and when the process manager
 * is gone; loops end on it.
 */
export type ServiceContext = { signal: AbortSignal; log: Logger; trace: Trace }

/**
 * Runs a service until it ends or is told to stop; the signal's reason, thrown, is a stop as well. A
 * setting that is wrong is said in one sentence; any other error is logged with its causes, and both
 * end the process with a code other than zero, so that the process manager starts it again and
 * unacknowledged work is taken up.
 */
export async function runService(
  name: string,
  body: (context: ServiceContext) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  for (const event of ['SIGINT', 'SIGTERM'] as const) process.once(event, () => stop.abort())
  endWithManager(() => stop.abort())
  const log = createLog(name, process.env.LOG_LEVEL || 'info')
  try {
    await using tracing = await openTracing(name)
    await body({ signal: stop.signal, log, trace: tracing.trace })
    log.info('stopped')
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) return log.info('stopped')
    if (error instanceof ConfigError) log.fatal(error.message)
    else log.fatal({ err: error }, 'stopped by an error')
    process.exitCode = 1
  } finally {
    // The channel to whoever started this process would keep it alive.
    if (cluster.worker) cluster.worker.disconnect()
    else if (process.connected) process.disconnect()
  }
}

/**
 * A process whose manager is gone gives way to the one that the next manager starts. Workers of a
 * cluster are ended by Node, and need the channel to listen.
 */
function endWithManager(end: () => void): void {
  if (cluster.isWorker) return
  process.once('disconnect', end)
  process.channel?.unref() // to listen to it would keep the process alive
}

/** Tells the process manager, where there is one, that the service does its work now. */
export function ready(): void {
  process.send?.('ready')
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
