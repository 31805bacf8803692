import type { Column } from '#lib/view.ts'
import type { Dictionary } from '#lib/words/dictionary.ts'

/** What the columns of the table are called. */
export function columnNamesOf({ account, site }: Dictionary): Record<Column, string> {
  return { ...site.types, ...account.ways, ...account.table.columns }
}
