import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/**
 * A metric of a process. Names are `orrery_<process>_…`, ending in `_total` where it counts, else in
 * the unit if it has one. The labels `job` and `instance` are Prometheus' own.
 */
export type Described<Label extends string> = {
  name: `orrery_${string}`
  help: string
  labelNames?: readonly Label[]
}

/** Values by the labels that they have; that of a metric without labels is a number. */
export type Told<Label extends string> =
  | number
  | readonly (readonly [labels: { [name in Label]: string }, value: number])[]

/** What a process tells Prometheus. */
export type Metrics = {
  counter<Label extends string>(described: Described<Label>): Counter<Label>
  gauge<Label extends string>(described: Described<Label>): Gauge<Label>
  /** @param buckets upper bounds, the lowest first */
  histogram<Label extends string>(
    described: Described<Label> & { buckets: number[] },
  ): Histogram<Label>
  /** A gauge that is looked up when Prometheus asks. */
  tellGauge<Label extends string>(
    described: Described<Label>,
    read: () => Told<Label> | Promise<Told<Label>>,
  ): void
  /** A counter of what is counted elsewhere and only grows, looked up in the same way. */
  tellCounter<Label extends string>(
    described: Described<Label>,
    read: () => Told<Label> | Promise<Told<Label>>,
  ): void
  /** Adds what Node knows about every process. */
  addDefaults(): void
  /** In Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    counter: (described) => new Counter({ ...described, registers }),
    gauge: (described) => new Gauge({ ...described, registers }),
    histogram: (described) => new Histogram({ ...described, registers }),
    tellGauge(described, read) {
      new Gauge({
        ...described,
        registers,
        async collect() {
          const rows = rowsOf(await read())
          this.reset()
          for (const [labels, value] of rows) this.set(labels, value)
        },
      })
    },
    tellCounter(described, read) {
      new Counter({
        ...described,
        registers,
        async collect() {
          const rows = rowsOf(await read())
          this.reset()
          for (const [labels, value] of rows) this.inc(labels, value)
        },
      })
    },
    addDefaults: () => collectDefaultMetrics({ register: registry }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function rowsOf<Label extends string>(told: Told<Label>) {
  return typeof told === 'number' ? [[{}, told] as const] : told
}
