import type { top as english } from '../en/top.ts'

const NAMES: Record<Parameters<typeof english.listOf>[1], string> = {
  all: 'Interaktionen',
  like: 'Likes',
  repost: 'Reposts',
  reply: 'Antworten',
  quote: 'Zitate',
  post: 'Erwähnungen',
  block: 'Blockierungen',
}

export const top: typeof english = {
  title: 'Bestenlisten',
  description:
    'Wer auf Bluesky und im atproto-Netz am meisten bekommen und gegeben hat: Likes, Reposts, Antworten, Zitate, Erwähnungen und Blockierungen, nach Stunde und Tag.',
  heading: 'Wer steht in der Mitte?',
  lead: 'Die Konten, die im ganzen Netz am meisten von anderen bekommen oder am meisten getan haben. Jeder Name führt zu seinem Kreis.',
  choices: 'Was aufgelistet wird',
  type: 'Was',
  all: 'Alles',
  blocks: 'Blockierungen',
  side: 'Wer',
  sides: { subject: 'Wer sie bekam', author: 'Von wem sie kamen' },
  window: 'Zeitraum',
  windows: { '24h': '24 Stunden', '1h': '1 Stunde' },
  by: 'Reihenfolge',
  orders: { count: 'Nach Anzahl', partners: 'Nach verschiedenen Konten' },
  bots: 'Bots',
  withBots: 'Mit',
  withoutBots: 'Ohne',
  bot: 'Bot',
  listOf: (side, type) =>
    side === 'subject'
      ? `Wer die meisten ${NAMES[type]} bekam`
      : `Von wem die meisten ${NAMES[type]} kamen`,
  span: (from: string, to: string) => `${from} – ${to}`,
  blocksNote: 'Von Blockierungen gibt es nur Zahlen: Wer wen blockiert hat, wird nicht aufbewahrt.',
  hours: {
    label: 'Stunde der Liste',
    choose: 'Stunde',
    now: 'Jetzt',
    go: 'Los',
    before: '← Stunde',
    after: 'Stunde →',
    dayBefore: '« Tag',
    dayAfter: 'Tag »',
  },
  columns: {
    rank: 'Rang',
    account: 'Konto',
    count: 'Anzahl',
    partners: 'Verschiedene Konten',
  },
  noList: 'Von dieser Stunde gibt es keine Liste: noch nicht oder nicht mehr.',
  newest: 'Die neueste Liste',
  nobody: 'Niemand steht auf dieser Liste: In dieser Zeit wurde nichts dergleichen gesehen.',
  everything: 'Alle Interaktionen aus 24 Stunden',
}
