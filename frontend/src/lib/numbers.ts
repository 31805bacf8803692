const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** `1,234,567`. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** Exact below a million, from there on like `1.2M`. */
export function formatRoughly(count: number): string {
  return count < 1_000_000 ? whole.format(count) : compact.format(count)
}

/** `1 account`, `2 accounts`. */
export function formatQuantity(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
