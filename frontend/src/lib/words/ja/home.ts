import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Orrery: 誰が誰のサークルにいるか',
  description:
    'Orrery は Bluesky と atproto ネットワークのいいね、リポスト、返信、引用、メンションをすべて見守り、誰が誰に近いかを描きます。',
  heading: '誰が誰のサークルに?',
  lead: 'Orrery は Bluesky と atproto ネットワーク全体のいいね、リポスト、返信、引用、メンションを、起きたその時に見守ります。ハンドルを入力すると、そのアカウントに最も近い人々をそれぞれの軌道に描きます。',
  now: '今のネットワーク',
  perSecond: '交流/秒',
  lag: (span: string) => `ネットワークから${span}遅れ`,
  upToDate: 'ネットワークに追いついています',
  unreadable: '現在、合計を読み取れません。自動的に復旧します。',
  totals: {
    caption: '種類別のネットワーク上の交流(過去1分、1時間、1日)',
    type: '種類',
    trend: '過去60分',
    minute: '1分',
    hour: '1時間',
    day: '1日',
  },
  trendOf: (name: string, least: string, most: string) =>
    `過去1時間の1分あたりの${name}: ${least}から${most}`,
  gallery: {
    heading: 'この1時間のサークル',
    lead: '過去60分に最も多くの人が反応した相手と、それぞれに最も近い10アカウント。',
    people: (_count: number, shown: string) => `この1時間に${shown}人`,
    picture: (name: string) => `過去1時間の${name}のサークル`,
    more: 'すべてのランキング',
  },
}
