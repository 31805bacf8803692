import type { stats as english } from '../en/stats.ts'

export const stats: typeof english = {
  title: 'ネットワークの統計',
  description:
    'atproto ネットワークで起きていることの量：種類別のやりとり、イベント、アクティブなアカウント、言語を、分ごとから日ごとまで。',
  heading: '数字で見るネットワーク',
  lead: '観測されたすべてを数えています。時間と日付の区切りは UTC です。斜線の部分はイベントが欠けている時間です。',
  figures: {
    perSecond: '現在の毎秒イベント数',
    lastHour: '直近1時間のやりとり',
    lastDay: '24時間のやりとり',
    accountsHour: '直近1時間のアクティブなアカウント',
    accountsDay: '24時間のアクティブなアカウント',
    since: (time: string) => `${time} から集計しています。`,
  },
  choices: '表示する内容',
  period: '期間',
  periods: {
    '1h': '1時間',
    '6h': '6時間',
    '24h': '24時間',
    '7d': '7日間',
    '30d': '30日間',
    '1y': '1年間',
  },
  step: '間隔',
  steps: { minute: '分', hour: '時間', day: '日' },
  interactions: '種類別のやりとり',
  events: {
    heading: 'あらゆるイベント',
    lead: '何かにリンクしているかどうかを問わず、ネットワークが送るすべてです。',
  },
  kinds: {
    create: '作成',
    update: '更新',
    delete: '削除',
    account: 'アカウント',
    identity: 'アイデンティティ',
  },
  accounts: {
    heading: 'アクティブなアカウント',
    lead: '何かを書き込んだ異なるアカウントの数です。誤差およそ100分の1の推定値です。',
    series: 'アカウント',
  },
  posts: {
    heading: '言語別の投稿',
    lead: '投稿自身が示す言語のうち、直近1日に多かったものです。',
    none: '直近1日に投稿は観測されていません。',
  },
  noLanguage: '指定なし',
  otherLanguages: 'その他',
  gaps: {
    heading: '欠落',
    lead: 'ネットワークがすべてを再送できなかった時間です。',
    none: 'この期間に欠けているものはありません。',
  },
  collections: 'コレクション別の書き込み',
  json: 'この時系列（JSON）',
}
