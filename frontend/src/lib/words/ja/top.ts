import type { top as english } from '../en/top.ts'

const NAMES: Record<Parameters<typeof english.listOf>[1], string> = {
  all: 'やりとり',
  like: 'いいね',
  repost: 'リポスト',
  reply: '返信',
  quote: '引用',
  post: 'メンション',
  block: 'ブロック',
}

export const top: typeof english = {
  title: 'ランキング',
  description:
    'Bluesky と atproto ネットワークで最も多く受け取った人、送った人：いいね、リポスト、返信、引用、メンション、ブロックを時間別・日別に。',
  heading: '中心にいるのは誰？',
  lead: 'ネットワーク全体で、他の人から最も多く受け取った、または最も多く行動したアカウントです。名前からそのサークルへ移動できます。',
  choices: '一覧の内容',
  type: '種類',
  all: 'すべて',
  blocks: 'ブロック',
  side: '誰を',
  sides: { subject: '受け取った人', author: '行った人' },
  window: '期間',
  windows: { '24h': '24時間', '1h': '1時間' },
  by: '順序',
  orders: { count: '件数順', partners: '相手アカウント数順' },
  bots: 'ボット',
  withBots: '含む',
  withoutBots: '除く',
  bot: 'ボット',
  listOf: (side, type) =>
    side === 'subject' ? `${NAMES[type]}を最も多く受けた人` : `${NAMES[type]}を最も多く行った人`,
  span: (from: string, to: string) => `${from} ～ ${to}`,
  blocksNote: 'ブロックは件数だけです。誰が誰をブロックしたかは保存していません。',
  hours: {
    label: '一覧の時間帯',
    choose: '時間帯',
    now: '現在',
    go: '表示',
    before: '← 1時間前',
    after: '1時間後 →',
    dayBefore: '« 1日前',
    dayAfter: '1日後 »',
  },
  columns: {
    rank: '順位',
    account: 'アカウント',
    count: '件数',
    partners: '相手アカウント数',
  },
  noList: 'この時間帯の一覧はありません。まだ作られていないか、すでに保存期間を過ぎています。',
  newest: '最新の一覧',
  nobody: 'この一覧には誰もいません。その時間に該当するものは観測されませんでした。',
  everything: '24時間のすべてのやりとり',
}
