import type { links as english } from '../en/links.ts'

export const links: typeof english = {
  title: 'Wer worauf verweist',
  description:
    'Jeder Eintrag im atproto-Netz, der auf ein Konto, einen Post, einen anderen Eintrag oder eine Webadresse verweist.',
  heading: 'Wer verweist worauf?',
  lead: 'Likes, Antworten, Erwähnungen, Follows, Listen, Lesezeichen: Im atproto-Netz sind sie alle Einträge, die auf etwas verweisen. Nenne es, und du siehst jeden Eintrag, der das tut.',
  ways: {
    account: 'ein Konto: mit einem Handle wie `name.bsky.social` oder seiner DID',
    record:
      'ein Post, Feed, Starterpaket oder eine Liste: mit der Seite auf bsky.app oder der at-uri',
    page: 'eine Webseite: mit ihrer Adresse',
  },
  field: {
    label: 'Link, at-uri, Handle, DID oder Adresse auf bsky.app',
    placeholder: 'Link, Handle oder at-uri',
    show: 'Links zeigen',
  },
  advice:
    'Verweisen kann man auf ein ganzes Handle, eine DID, eine at-uri, eine Seite von bsky.app oder jede andere Adresse:',
  openPage: 'Seite öffnen',
  openOnBluesky: 'Auf Bluesky öffnen',
  profile: 'Profil auf Bluesky',
  circleOf: (name: string) => `Kreis von ${name}`,
  circle: 'Kreis des Kontos',
  toOwner: 'Links auf das Konto',
  toPage: 'Links auf die Seite bei bsky.app',
  toShown: 'Links auf das, was die Seite zeigt',
  links: (count: number, shown: string) => `${shown} ${count === 1 ? 'Link' : 'Links'}`,
  sources: (count: number, shown: string) => `${shown} ${count === 1 ? 'Quelle' : 'Quellen'}`,
  records: (count: number, shown: string) => `${shown} ${count === 1 ? 'Eintrag' : 'Einträge'}`,
  summary: {
    subject: (links: string, sources: string) => `${links} aus ${sources}`,
    itself: (links: string, sources: string) => `${links} aus ${sources} auf das Konto selbst`,
    account: (links: string, sources: string) =>
      `${links} aus ${sources} auf das Konto und alle seine Einträge`,
  },
  table: {
    caption: 'Woher die Links kommen, nach Sammlung',
    source: 'Quelle',
    records: 'Einträge',
    accounts: 'Konten',
    lastSeen: 'Zuletzt',
  },
  unnamed: 'Links',
  toAccount: (name: string) => `${name} auf das Konto und alle seine Einträge`,
  data: 'Daten (JSON)',
  back: '← Alle Quellen',
  listed: 'Was aufgelistet ist',
  orders: { newest: 'Neueste zuerst', oldest: 'Älteste zuerst' },
  first: { newest: '← Neueste', oldest: '← Älteste' },
  pages: 'Seiten der Liste',
  next: 'Weiter →',
  onBluesky: 'auf Bluesky',
  to: 'auf',
  emptyPage: 'Auf dieser Seite ist nichts mehr.',
  empty: 'Von hier wurde niemand gesehen, der darauf verweist.',
  nobody: 'Es wurde niemand gesehen, der darauf verweist',
  noHandle: (handle: string) => `Ein Konto mit dem Handle ${handle} ist nicht bekannt.`,
  siteOfName: 'Vielleicht ist die Website dieses Namens gemeint:',
  spellings:
    'Adressen zählen so, wie sie geschrieben sind, Zeichen für Zeichen. Vielleicht wurde sie anders geschrieben:',
  perhapsOwner: 'Vielleicht wird auf das Konto verwiesen, dem es gehört:',
  completeSince: (moment: string) =>
    `Vollständig ab ${moment}; frühere Links sind nicht aufbewahrt.`,
}
