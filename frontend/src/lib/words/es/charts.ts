import type { charts as english } from '../en/charts.ts'

export const charts: typeof english = {
  moment: 'Momento del gráfico',
  span: (from: string, to: string) => `${from} – ${to}`,
  running: 'hasta ahora',
  missing: 'Rayado: faltan eventos o no se sabe nada',
  table: 'Como tabla',
  time: 'Hora',
  empty: 'Nada en este tiempo.',
}
