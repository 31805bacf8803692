import { setTimeout as sleep } from 'node:timers/promises'

/** Somebody who asks while all this goes on; ends with its `await using` block. */
export type Visitor = AsyncDisposable & {
  /** How often each status was answered, and how often there was no answer. */
  answers(): Record<string, number>
}

const PAUSE_MS = 100
const PATIENCE_MS = 20_000

/** @param addressOf the next address to ask */
export function sendVisitor(addressOf: () => string): Visitor {
  const answers: Record<string, number> = {}
  let isOver = false

  async function visit(): Promise<void> {
    while (!isOver) {
      const said = await statusOf(addressOf())
      answers[said] = (answers[said] ?? 0) + 1
      await sleep(PAUSE_MS)
    }
  }

  const visiting = visit()
  return {
    answers: () => answers,
    async [Symbol.asyncDispose]() {
      isOver = true
      await visiting
    },
  }
}

async function statusOf(address: string): Promise<string> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) })
    await answer.arrayBuffer()
    return String(answer.status)
  } catch {
    return 'none' // nobody answers, which is what is counted
  }
}
