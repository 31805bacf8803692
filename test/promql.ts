/** A metric as Prometheus knows it: its type, and the labels that its values have. */
export type KnownMetric = { type: string; labels: ReadonlySet<string> }

const AGGREGATIONS = new Set(['sum', 'min', 'max', 'avg', 'count', 'topk', 'bottomk'])
/** Functions of a range: what type of metric they are for. */
const OF_RANGES: Record<string, string> = {
  rate: 'counter',
  increase: 'counter',
  delta: 'gauge',
  deriv: 'gauge',
  changes: 'gauge',
}
const FUNCTIONS = new Set(['absent', 'histogram_quantile', 'time', 'vector'])
const OPERATORS = new Set('+ - * / == != > < >= <= and or unless'.split(' '))

const TOKEN =
  /\s*(?:([a-zA-Z_:][\w:]*)|(\d+(?:\.\d+)?[smhdw]|\$__rate_interval)|(\d+(?:\.\d+)?)|("[^"]*")|(=~|!~|==|!=|>=|<=|[-+*/(){}[\],<>=]))/y

/** What comes of an expression: which labels, of a metric of which type, and whether it is a range. */
type Value = { labels: Set<string>; type: string; isRange: boolean }

/**
 * Reads an expression of PromQL, as much of the language as dashboards and rules here use, against the
 * metrics that there are.
 * @returns the labels that its values have
 * @throws where it is wrong, names what there is not, or takes a rate of what does not count
 */
export function labelsOf(
  expression: string,
  metrics: ReadonlyMap<string, KnownMetric>,
): Set<string> {
  const tokens = tokensOf(expression)
  let at = 0

  const peek = () => tokens[at]
  const fail = (why: string): never => {
    throw new Error(`${why}, at ${tokens.slice(at, at + 3).join(' ') || 'the end'}: ${expression}`)
  }
  const take = (wanted: string) => {
    if (peek() !== wanted) return false
    at++
    return true
  }
  const expect = (wanted: string) => void (take(wanted) || fail(`${wanted} is missing`))
  const next = () => tokens[at++] ?? fail('something is missing')

  function listed<Item>(read: () => Item, end: string): Item[] {
    const items: Item[] = []
    while (!take(end)) {
      items.push(read())
      if (peek() !== end) expect(',')
    }
    return items
  }

  function binary(): Value {
    let left = unary()
    while (OPERATORS.has(peek() ?? '')) {
      next()
      const right = unary()
      left = { labels: left.labels.union(right.labels), type: 'gauge', isRange: false }
    }
    return left
  }

  function unary(): Value {
    take('-')
    if (take('(')) {
      const inner = binary()
      expect(')')
      return inner
    }
    const token = next()
    if (/^\d|^"/.test(token)) return { labels: new Set(), type: 'scalar', isRange: false }
    if (AGGREGATIONS.has(token)) return aggregated()
    if (peek() === '(') return called(token)
    return selected(token)
  }

  function grouping(): Set<string> | undefined {
    if (!take('by')) return undefined
    expect('(')
    return new Set(listed(next, ')'))
  }

  function aggregated(): Value {
    const before = grouping()
    expect('(')
    const argument = listed(binary, ')').at(-1) ?? fail('nothing to aggregate')
    const by = before ?? grouping()
    const lacking = by?.difference(argument.labels) ?? new Set()
    if (lacking.size > 0) fail(`nothing has the label ${[...lacking]}`)
    return { labels: by ?? argument.labels, type: 'gauge', isRange: false }
  }

  function called(name: string): Value {
    expect('(')
    const values = listed(binary, ')')
    const [last = { labels: new Set<string>(), type: 'scalar', isRange: false }] = values.slice(-1)
    const wanted = OF_RANGES[name]
    if (wanted === undefined && !FUNCTIONS.has(name)) fail(`${name} is not known`)
    if (last.isRange !== (wanted !== undefined)) fail(`${name} has a wrong argument`)
    if (wanted && last.type !== wanted) fail(`${name} of a ${last.type}`)
    const isQuantile = name === 'histogram_quantile'
    if (isQuantile && !last.labels.has('le')) fail('buckets are missing')
    const labels = isQuantile ? last.labels.difference(new Set(['le'])) : last.labels
    return { labels, type: 'gauge', isRange: false }
  }

  function selected(name: string): Value {
    const { type, labels } = metrics.get(name) ?? fail(`${name} is told by no process`)
    if (take('{')) {
      listed(() => {
        const label = next()
        if (!labels.has(label)) fail(`${name} has no label ${label}`)
        if (!/^(=|!=|=~|!~)$/.test(next()) || !next().startsWith('"')) fail('no matcher')
      }, '}')
    }
    const isRange = take('[')
    if (isRange) {
      if (!/^\d|^\$/.test(next())) fail('no duration')
      expect(']')
    }
    return { labels: new Set(labels), type, isRange }
  }

  const { labels } = binary()
  if (at < tokens.length) fail('more than one expression')
  return labels
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const from = TOKEN.lastIndex
    const token = TOKEN.exec(expression)?.[0].trim()
    if (!token) throw new Error(`cannot be read from ${from} on: ${expression}`)
    tokens.push(token)
  }
  return tokens
}
