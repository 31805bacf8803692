import type { charts as english } from '../en/charts.ts'

export const charts: typeof english = {
  moment: 'グラフの時点',
  span: (from: string, to: string) => `${from} ～ ${to}`,
  running: '現在まで',
  missing: '斜線：イベントの欠落、またはデータなし',
  table: '表で見る',
  time: '時刻',
  empty: 'この期間には何もありません。',
}
