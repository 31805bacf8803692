import type { collections as english } from '../en/collections.ts'

export const collections: typeof english = {
  title: 'コレクション',
  description:
    'atproto ネットワークに書き込まれるすべてをコレクション別に：レコード数、アカウント数、実際のレコード。',
  heading: '何が書き込まれているか',
  lead: 'ネットワーク上のレコードはすべて、NSID で名付けられたコレクションに属します。Bluesky のものは app.bsky の下にあり、他のアプリには独自の名前があります。リンクの有無を問わず、それぞれに書き込まれたものを示します。',
  choices: '表示する内容',
  view: '表示方法',
  views: { tree: 'ツリー', list: 'リスト' },
  order: '順序',
  orders: {
    'records-created': 'レコードの多い順',
    'dids-estimate': 'アカウントの多い順',
    name: '名前順',
  },
  period: '期間',
  periods: { ever: '全期間', '7d': '7日間', '24h': '24時間' },
  spans: { '24h': '24時間', '7d': '7日間', '30d': '30日間', '90d': '90日間' },
  search: { label: '名前の一部', placeholder: 'feed.like、leaflet など', go: '検索' },
  found: (_count: number, shown: string, text: string) =>
    `名前に「${text}」を含むコレクション：${shown} 件`,
  all: 'すべて表示',
  way: 'ツリー内の位置',
  roots: 'すべて',
  records: (_count: number, shown: string) => `作成されたレコード ${shown} 件`,
  aboutAccounts: (_count: number, shown: string) => `アカウント約 ${shown} 件`,
  collections: (_count: number, shown: string) => `${shown} コレクション`,
  columns: { name: '名前', trend: '直近7日間', records: 'レコード', accounts: 'アカウント' },
  trendOf: (name: string, most: string) =>
    `${name}：直近7日間に作成されたレコード、6時間で最大 ${most} 件`,
  next: '次のページ →',
  none: 'この期間には何も観測されていません。',
  descriptionOf: (nsid: string) =>
    `atproto ネットワークに書き込まれる ${nsid} のレコード数とアカウント数、その実例。`,
  neverSeen: 'このコレクションのレコードはまだ観測されていません。',
  writtenHeading: '書き込まれたレコード',
  written: { creates: '作成', updates: '更新', deletes: '削除' },
  accountsHeading: '書き込んだアカウント',
  samples: {
    heading: '最新のレコード',
    lead: '届いたままの内容です。',
    none: '現在表示できるレコードはありません。',
    links: 'このレコードからのリンクとこのレコードへのリンク',
    onBluesky: 'Bluesky で見る',
  },
  sources: {
    heading: 'レコードのリンク先',
    lead: '最新のレコードが他のものを指しているパスと、その例です。',
    example: '同じ場所から同じものにリンクしている人',
  },
  json: 'この時系列（JSON）',
}
