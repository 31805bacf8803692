const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** `1,234,567`. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1.2M`, for places where the exact count is not the point. */
export function formatRoughly(count: number): string {
  return compact.format(count)
}

/** `1 account`, `2 accounts`. */
export function formatQuantity(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
