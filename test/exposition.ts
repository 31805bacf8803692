/** A metric as a process tells it, in the words of Prometheus' text format. */
export type ToldMetric = { name: string; help: string; type: string; labels: string[] }

/** The metrics in a scrape; labels are those of the values that were told. */
export function metricsIn(text: string): ToldMetric[] {
  return text
    .split(/^# HELP /m)
    .slice(1)
    .map((block) => {
      const [, name = '', help = ''] = /^(\S+) (.*)/.exec(block) ?? []
      const type = /^# TYPE \S+ (\w+)/m.exec(block)?.[1] ?? ''
      const labels = new Set(
        Array.from(block.matchAll(/^\w+\{(.*)\} \S+$/gm), ([, inside = '']) => inside).flatMap(
          (inside) => Array.from(inside.matchAll(/(\w+)="/g), ([, label = '']) => label),
        ),
      )
      labels.delete('le')
      return { name, help, type, labels: [...labels].sort() }
    })
}
