import type { stats as english } from '../en/stats.ts'

export const stats: typeof english = {
  title: 'Statistik des Netzes',
  description:
    'Wie viel im atproto-Netz geschieht: Interaktionen nach Art, Ereignisse, aktive Konten und Sprachen, Minute für Minute und Tag für Tag.',
  heading: 'Das Netz in Zahlen',
  lead: 'Alles, was gesehen wurde, gezählt. Stunden und Tage sind die der UTC; schraffiert sind Zeiten, aus denen Ereignisse fehlen.',
  figures: {
    perSecond: 'Ereignisse pro Sekunde gerade',
    lastHour: 'Interaktionen in der letzten Stunde',
    lastDay: 'Interaktionen in 24 Stunden',
    accountsHour: 'aktive Konten in der letzten Stunde',
    accountsDay: 'aktive Konten in 24 Stunden',
    since: (time: string) => `Gezählt wird seit ${time}.`,
  },
  choices: 'Was gezeigt wird',
  period: 'Zeitraum',
  periods: {
    '1h': '1 Stunde',
    '6h': '6 Stunden',
    '24h': '24 Stunden',
    '7d': '7 Tage',
    '30d': '30 Tage',
    '1y': '1 Jahr',
  },
  step: 'Schritt',
  steps: { minute: 'Minuten', hour: 'Stunden', day: 'Tage' },
  interactions: 'Interaktionen nach Art',
  events: {
    heading: 'Ereignisse aller Art',
    lead: 'Alles, was das Netz sendet, ob es auf etwas verweist oder nicht.',
  },
  kinds: {
    create: 'Angelegt',
    update: 'Geändert',
    delete: 'Gelöscht',
    account: 'Konto',
    identity: 'Identität',
  },
  accounts: {
    heading: 'Aktive Konten',
    lead: 'Wie viele verschiedene Konten etwas geschrieben haben; auf etwa ein Hundertstel geschätzt.',
    series: 'Konten',
  },
  posts: {
    heading: 'Posts nach Sprache',
    lead: 'Wie die Posts es selbst angeben: die häufigsten Sprachen des letzten Tages.',
    none: 'Am letzten Tag wurden keine Posts gesehen.',
  },
  noLanguage: 'keine angegeben',
  otherLanguages: 'andere',
  gaps: {
    heading: 'Lücken',
    lead: 'Zeiten, aus denen das Netz nicht alles noch einmal senden konnte.',
    none: 'In dieser Zeit fehlt nichts.',
  },
  collections: 'Was geschrieben wird, nach Sammlung',
  json: 'Diese Reihen (JSON)',
}
