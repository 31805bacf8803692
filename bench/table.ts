export type Cell = string | number

/** Prints rows below their heads: text to the left, numbers to the right. */
export function printTable(heads: string[], rows: Cell[][]): void {
  const shown = rows.map((row) => row.map(textOf))
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...shown.map((row) => row[column]?.length ?? 0)),
  )
  const isNumber = heads.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const lineOf = (cells: string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return isNumber[column] ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  console.log(lineOf(heads))
  console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of shown) console.log(lineOf(row))
}

function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell
  return cell.toLocaleString('en', { maximumFractionDigits: Math.abs(cell) < 100 ? 2 : 0 })
}

/** Rounded so that a figure says no more than was measured. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

/** A line that replaces itself, where somebody watches. */
export function showProgress(share: number): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(share < 1 ? `\r${Math.floor(share * 100)} % ` : '\r      \r')
}
