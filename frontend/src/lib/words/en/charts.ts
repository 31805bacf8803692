/** What stands around charts of any page. */
export const charts = {
  /** Names the control by which a moment is chosen. */
  moment: 'Moment of the chart',
  span: (from: string, to: string) => `${from} – ${to}`,
  running: 'so far',
  missing: 'Hatched: events are missing, or nothing is known',
  table: 'As a table',
  time: 'Time',
  empty: 'Nothing in this time.',
}
