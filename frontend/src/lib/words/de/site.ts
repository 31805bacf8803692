import type { site as english } from '../en/site.ts'

/** What stands on every page, and words that several pages share. */
export const site: typeof english = {
  navigation: {
    label: 'Seiten',
    home: 'Orrery, Startseite',
    more: 'Weitere Seiten',
    skip: 'Zum Inhalt',
    top: 'Spitze',
    stats: 'Statistik',
    links: 'Links',
    collections: 'Sammlungen',
    status: 'Status',
    docs: 'API',
    privacy: 'Datenschutz',
  },
  footer:
    'Orrery zeigt öffentliche Interaktionen im atproto-Netz in dem Moment, in dem sie geschehen.',
  language: 'Sprache',
  appearance: {
    label: 'Darstellung',
    auto: 'Wie das System',
    light: 'Hell',
    dark: 'Dunkel',
    contrast: 'Hoher Kontrast',
  },
  search: {
    label: 'Handle, Name, DID oder Adresse eines Profils',
    placeholder: 'Handle oder Name',
    show: 'Zeigen',
    showCircle: 'Kreis zeigen',
    suggestions: 'Konten',
    whoIs: (name: string) => `Wer ist „${name}“?`,
    nobody: 'Niemand gefunden',
    unknownName: (name: string) =>
      `Ein Konto mit dem Namen „${name}“ ist nicht bekannt. Ein ganzes Handle wie name.bsky.social geht immer, ebenso die Adresse eines Profils.`,
  },
  types: {
    like: 'Likes',
    repost: 'Reposts',
    reply: 'Antworten',
    quote: 'Zitate',
    post: 'Erwähnungen',
  },
  total: 'Alle',
  justNow: 'gerade eben',
  never: 'nie',
  privateAccount: 'privates Konto',
  interactions: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'Interaktion' : 'Interaktionen'}`,
  accounts: (count: number, shown: string) => `${shown} ${count === 1 ? 'Konto' : 'Konten'}`,
}
