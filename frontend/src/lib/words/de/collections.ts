import type { collections as english } from '../en/collections.ts'

export const collections: typeof english = {
  title: 'Sammlungen',
  description:
    'Alles, was ins atproto-Netz geschrieben wird, nach Sammlung: wie viele Einträge, von wie vielen Konten, und wie sie aussehen.',
  heading: 'Was geschrieben wird',
  lead: 'Jeder Eintrag im Netz gehört zu einer Sammlung, die eine NSID benennt: Die von Bluesky stehen unter app.bsky, andere Apps haben eigene Namen. Hier steht, was in jede geschrieben wird, ob es auf etwas verweist oder nicht.',
  choices: 'Was gezeigt wird',
  view: 'Ansicht',
  views: { tree: 'Baum', list: 'Liste' },
  order: 'Reihenfolge',
  orders: {
    'records-created': 'Meiste Einträge',
    'dids-estimate': 'Meiste Konten',
    name: 'Nach Namen',
  },
  period: 'Zeitraum',
  periods: { ever: 'Seit Beginn', '7d': '7 Tage', '24h': '24 Stunden' },
  spans: { '24h': '24 Stunden', '7d': '7 Tage', '30d': '30 Tage', '90d': '90 Tage' },
  search: { label: 'Teil eines Namens', placeholder: 'feed.like, leaflet …', go: 'Suchen' },
  found: (count: number, shown: string, text: string) =>
    `${shown} ${count === 1 ? 'Sammlung' : 'Sammlungen'} mit „${text}“ im Namen.`,
  all: 'Alle zeigen',
  way: 'Ort im Baum',
  roots: 'Alle',
  records: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'Eintrag' : 'Einträge'} angelegt`,
  aboutAccounts: (count: number, shown: string) =>
    `von etwa ${shown} ${count === 1 ? 'Konto' : 'Konten'}`,
  collections: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'Sammlung' : 'Sammlungen'}`,
  columns: { name: 'Name', trend: 'Letzte 7 Tage', records: 'Einträge', accounts: 'Konten' },
  trendOf: (name: string, most: string) =>
    `${name}: in den letzten 7 Tagen angelegte Einträge, höchstens ${most} in sechs Stunden`,
  next: 'Nächste Seite →',
  none: 'Hier wurde in dieser Zeit nichts gesehen.',
  descriptionOf: (nsid: string) =>
    `Wie viele Einträge von ${nsid} im atproto-Netz geschrieben werden, von wie vielen Konten, und Beispiele.`,
  neverSeen: 'Aus dieser Sammlung wurde noch nie etwas gesehen.',
  writtenHeading: 'Geschriebene Einträge',
  written: { creates: 'Angelegt', updates: 'Geändert', deletes: 'Gelöscht' },
  accountsHeading: 'Konten, die geschrieben haben',
  samples: {
    heading: 'Neueste Einträge',
    lead: 'So, wie sie gekommen sind, ohne jede Änderung.',
    none: 'Gerade gibt es keinen Eintrag zu zeigen.',
    links: 'Links von und zu ihm',
    onBluesky: 'Auf Bluesky',
  },
  sources: {
    heading: 'Worauf ihre Einträge verweisen',
    lead: 'Die Pfade, an denen die neuesten Einträge etwas anderes nennen, jeder mit einem Beispiel.',
    example: 'Wer von dort auf dasselbe verweist',
  },
  json: 'Diese Reihe (JSON)',
}
