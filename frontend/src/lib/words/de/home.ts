import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Orrery: wer in wessen Kreis ist',
  description:
    'Orrery sieht jeden Like, Repost, jede Antwort, jedes Zitat und jede Erwähnung auf Bluesky und im atproto-Netz und zeichnet, wer wem am nächsten steht.',
  heading: 'Wer ist in wessen Kreis?',
  lead: 'Orrery sieht jeden Like, Repost, jede Antwort, jedes Zitat und jede Erwähnung auf Bluesky und im ganzen atproto-Netz, sobald es geschieht. Nenn ein Handle, und es zeichnet die Menschen, die diesem Konto am nächsten stehen, alle auf ihrer Umlaufbahn.',
  now: 'Gerade im Netz',
  perSecond: 'Interaktionen pro Sekunde',
  lag: (span: string) => `${span} hinter dem Netz`,
  upToDate: 'auf dem Stand des Netzes',
  unreadable: 'Die Summen lassen sich gerade nicht lesen. Sie kommen von selbst wieder.',
  totals: {
    caption: 'Interaktionen im Netz nach Art, in der letzten Minute, Stunde und am letzten Tag',
    type: 'Art',
    trend: 'Letzte 60 Minuten',
    minute: 'Minute',
    hour: 'Stunde',
    day: 'Tag',
  },
  trendOf: (name: string, least: string, most: string) =>
    `${name} pro Minute in der letzten Stunde: zwischen ${least} und ${most}`,
  gallery: {
    heading: 'Kreise der Stunde',
    lead: 'An wen sich in den letzten 60 Minuten die meisten Menschen wandten, und die zehn Nächsten von jedem.',
    people: (count: number, shown: string) =>
      `${shown} ${count === 1 ? 'Mensch' : 'Menschen'} in dieser Stunde`,
    picture: (name: string) => `Der Kreis von ${name} in der letzten Stunde`,
    more: 'Alle Ranglisten',
  },
}
