/** A line as SVG path data, and the same line closed along the ground. */
export type Sparkline = { line: string; area: string }

/** Draws values from left to right into a box; zero is the ground, the greatest touches the top. */
export function sparklineOf(values: number[], width: number, height: number): Sparkline {
  if (values.length === 0) return { line: '', area: '' }
  const greatest = Math.max(...values, 1)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const points = values.map(
    (value, index) => `${rounded(index * step)} ${rounded(height * (1 - value / greatest))}`,
  )
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${rounded((values.length - 1) * step)} ${height}L0 ${height}Z` }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
