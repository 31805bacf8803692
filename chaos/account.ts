import type { ChaosAccount } from './chaos.ts'

/** Prints what was done and what was found, for people. */
export function printAccount(account: ChaosAccount): void {
  const { faults, findings, events, accounts, interactions, lines } = account
  console.log(`\n${faults.length} faults in ${account.seconds} s, seed ${account.seed}:\n`)
  for (const [name, times] of Object.entries(Object.groupBy(faults, (fault) => fault.name))) {
    const said = times?.reduce((sum, fault) => sum + fault.said, 0)
    console.log(`  ${times?.length} x ${name} (${said} warnings and errors)`)
  }
  console.log(`\nStarted again: ${listed(account.restarts)}.`)
  console.log(`What a visitor was answered: ${listed(account.answers)}.`)
  console.log(
    `${events} events, ${interactions} interactions of ${accounts} accounts, ${lines} lines.`,
  )
  if (findings.length === 0) {
    console.log(
      '\nThe index is what a recount of all that was sent says, and every error was told once.',
    )
    return
  }
  console.log(`\n${findings.length} things are not as they must be:\n`)
  for (const finding of findings) console.log(`  ${finding}`)
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
