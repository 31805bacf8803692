const OFFSET = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/

/** How far (milliseconds) a time zone, by its IANA name, is ahead of UTC at a time. */
export function zoneOffsetOf(timeZone: string, at: number): number {
  const written = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const [, sign, ...parts] = OFFSET.exec(written.format(at)) ?? []
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
  return (sign === '-' ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1000
}
