import type { charts as english } from '../en/charts.ts'

export const charts: typeof english = {
  moment: 'Zeitpunkt im Diagramm',
  span: (from: string, to: string) => `${from} – ${to}`,
  running: 'bisher',
  missing: 'Schraffiert: Ereignisse fehlen, oder es ist nichts bekannt',
  table: 'Als Tabelle',
  time: 'Zeit',
  empty: 'Nichts in dieser Zeit.',
}
