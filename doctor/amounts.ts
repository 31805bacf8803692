const BYTES = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** As `1.2 GB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const amount = bytes / 1000 ** power
  return `${amount < 10 && power > 0 ? amount.toFixed(1) : Math.round(amount)} ${BYTES[power]}`
}

const UNITS: [string, number][] = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** As `3 days`, in the largest unit of which there are two. */
export function spanText(seconds: number): string {
  const [name, size] = UNITS.find(([, size]) => seconds >= 2 * size) ?? ['second', 1]
  const count = Math.round(seconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
