/** A line as SVG path data, and the same line closed along the ground. */
export type Sparkline = { line: string; area: string }

/**
 * Draws values from left to right into a box; zero is the ground, the greatest touches the top. Where a
 * value is null, nobody knows it, there is nothing.
 */
export function sparklineOf(values: (number | null)[], width: number, height: number): Sparkline {
  const greatest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 1)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const pieces: [x: number, y: number][][] = [[]]
  for (const [index, value] of values.entries()) {
    if (value === null) pieces.push([])
    else pieces.at(-1)?.push([rounded(index * step), rounded(height * (1 - value / greatest))])
  }
  const lines = pieces
    .filter((points) => points.length > 0)
    .map((points) => ({
      line: `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`,
      ground: `L${points.at(-1)?.[0]} ${height}L${points[0]?.[0]} ${height}Z`,
    }))
  return {
    line: lines.map(({ line }) => line).join(''),
    area: lines.map(({ line, ground }) => line + ground).join(''),
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
