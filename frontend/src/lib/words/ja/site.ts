import type { site as english } from '../en/site.ts'

/** What stands on every page, and words that several pages share. */
export const site: typeof english = {
  navigation: {
    label: 'サイト',
    home: 'Orrery トップページ',
    more: 'その他のページ',
    skip: '本文へ移動',
    top: 'ランキング',
    stats: '統計',
    links: 'リンク',
    collections: 'コレクション',
    status: '稼働状況',
    docs: 'API',
    privacy: 'プライバシー',
  },
  footer: 'Orrery は atproto ネットワーク上の公開された交流を、起きたその時に表示します。',
  language: '言語',
  appearance: {
    label: '表示',
    auto: 'システムに合わせる',
    light: 'ライト',
    dark: 'ダーク',
    contrast: 'ハイコントラスト',
  },
  search: {
    label: 'ハンドル、名前、DID、またはプロフィールのアドレス',
    placeholder: 'ハンドルまたは名前',
    show: '表示',
    showCircle: 'サークルを表示',
    suggestions: 'アカウント',
  },
  failure: {
    title: {
      400: 'このアドレスは読み取れません',
      403: 'ここには表示されません',
      404: '見つかりません',
      500: '問題が発生しました',
      503: '少々お待ちください',
    },
    retry: 'このページは数秒ごとに再試行します。',
    tryNow: '今すぐ試す',
    lookElsewhere: 'ハンドルまたは名前で別の人を探す:',
  },
  types: {
    like: 'いいね',
    repost: 'リポスト',
    reply: '返信',
    quote: '引用',
    post: 'メンション',
  },
  total: '合計',
  justNow: 'たった今',
  never: 'なし',
  privateAccount: '非公開アカウント',
  interactions: (_count: number, shown: string) => `交流${shown}回`,
  accounts: (_count: number, shown: string) => `${shown}アカウント`,
}
