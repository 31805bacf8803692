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
    whoIs: (name: string) => `「${name}」はどなたですか？`,
    nobody: '見つかりません',
    unknownName: (name: string) =>
      `「${name}」という名前のアカウントは見つかりません。name.bsky.social のような完全なハンドルか、プロフィールのアドレスなら確実です。`,
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
