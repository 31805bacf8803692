/** The query that says some things, with its `?`, empty ones left out; just a `?` if nothing is left. */
export function queryOf(said: Record<string, string | undefined>): string {
  const told = Object.entries(said).filter((each): each is [string, string] => Boolean(each[1]))
  return `?${new URLSearchParams(told)}`
}

export function oneOf<Choice>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value)
}
