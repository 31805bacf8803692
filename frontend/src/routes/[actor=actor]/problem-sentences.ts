import type { Problem } from '#lib/view-reading.ts'
import type { Dictionary } from '#lib/words/dictionary.ts'

/** A sentence for everything that was asked for and cannot be meant. */
export function sentencesOf(problems: Problem[], { account }: Dictionary): string[] {
  const { options, table, problems: words } = account
  const names = {
    ...options,
    ...{ find: table.find, sort: table.sort, order: table.order, page: table.pages },
  }
  return problems.map(({ option, value }) => {
    if (option === 'filters' || option === 'ranking') return words[option]
    if (option === 'contrast' || option === 'hide') return words[option](value)
    return words.value(names[option], value)
  })
}
