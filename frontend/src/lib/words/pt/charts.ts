import type { charts as english } from '../en/charts.ts'

export const charts: typeof english = {
  moment: 'Momento do gráfico',
  span: (from: string, to: string) => `${from} – ${to}`,
  running: 'até agora',
  missing: 'Hachurado: faltam eventos ou nada se sabe',
  table: 'Em tabela',
  time: 'Hora',
  empty: 'Nada nesse período.',
}
