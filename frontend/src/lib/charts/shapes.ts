import type { ScaleLinear } from 'd3-scale'
import { area, line, stack, stackOffsetDiverging } from 'd3-shape'
import { BOX, type ChartKind, type Series } from './chart.ts'

/** How much of a step stays free beside its bar. */
const FREE = 0.16

/** From where to where a value reaches, of each step; null where there is none. */
export type Shape = ([low: number, high: number] | null)[]

/** From values to shares of the height, from the top. */
type Height = ScaleLinear<number, number>

/** What stands upon each other, in the order of the series. */
export function layersOf(series: Series[]): Shape[] {
  const steps = Array.from(series[0]?.values ?? [], (_, step) => step)
  const stacked = stack<number, number>()
    .keys(series.keys())
    .value((step, key) => (series[key]?.below ? -1 : 1) * (series[key]?.values[step] ?? 0))
    .offset(stackOffsetDiverging)(steps)
  return stacked.map((layer, key) =>
    layer.map(([low, high], step) => (series[key]?.values[step] === null ? null : [low, high])),
  )
}

/** What begins at zero, each by itself. */
export function linesOf(series: Series[]): Shape[] {
  return series.map(({ values }) => values.map((value) => (value === null ? null : [0, value])))
}

/** Path data for each shape. */
export function pathsOf(kind: ChartKind, shapes: Shape[], height: Height): string[] {
  const yOf = (value = 0) => rounded(height(value) * BOX.height)
  if (kind === 'bars') return shapes.map((shape) => barsOf(shape, yOf))
  return shapes.map((shape) => {
    const xOf = (_: unknown, step: number) => rounded(((step + 0.5) * BOX.width) / shape.length)
    const draw =
      kind === 'areas'
        ? area<Shape[number]>()
            .x(xOf)
            .y0((extent) => yOf(extent?.[0]))
            .y1((extent) => yOf(extent?.[1]))
        : line<Shape[number]>()
            .x(xOf)
            .y((extent) => yOf(extent?.[1]))
    return draw.defined((extent) => extent !== null)(shape) ?? ''
  })
}

/** A bar for each step that has something. */
function barsOf(shape: Shape, yOf: (value: number) => number): string {
  const width = BOX.width / shape.length
  return shape
    .map((extent, step) => {
      if (extent === null || extent[0] === extent[1]) return ''
      const [low, high] = extent.map(yOf)
      const left = rounded((step + FREE / 2) * width)
      return `M${left} ${low}V${high}h${rounded(width * (1 - FREE))}V${low}Z`
    })
    .join('')
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10
}
