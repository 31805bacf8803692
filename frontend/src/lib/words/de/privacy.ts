import type { privacy as english } from '../en/privacy.ts'

/** Texts between backticks are to be written as they stand. */
export const privacy: typeof english = {
  title: 'Datenschutz',
  description:
    'Was Orrery vom öffentlichen atproto-Netz aufbewahrt, wie lange, und wie du nicht darin vorkommst.',
  lead: 'Orrery liest den öffentlichen Strom des atproto-Netzes: was dort alle sehen können, und sonst nichts. Es hat keine Konten und keine Werbung, und keine Seite fragt bei anderen etwas an. Drei Cookies merken sich deine Zeitzone und, wenn du sie wählst, deine Sprache und die Darstellung. Von denen, die fragen, merkt es sich die Adresse für Minuten, um zu begrenzen, wie viel jemand fragen darf.',
  kept: 'Was aufbewahrt wird, und wie lange',
  hours: (count: number, shown: string) => (count === 1 ? 'eine Stunde' : `${shown} Stunden`),
  days: (_count: number, shown: string) => `${shown} Tage`,
  links: {
    term: 'Verweise',
    span: (span: string) =>
      `Wer wen gelikt, repostet, beantwortet, zitiert, erwähnt, blockiert hat oder wem gefolgt ist, wann, und wie lang ein Text war: ${span} lang.`,
    ever: 'Wer wen gelikt, repostet, beantwortet, zitiert, erwähnt, blockiert hat oder wem gefolgt ist, wann, und wie lang ein Text war: für immer.',
    noText: 'Nicht der Text selbst.',
    hashOnly: 'Nicht der Text selbst, aber der Hash, der den Eintrag benennt.',
  },
  counts: {
    term: 'Zählungen',
    none: 'Keine außer den Verweisen.',
    text: (days: string, weeks: string) =>
      `Wie viel zwischen zwei Konten geschah: stundenweise für ${days} Tage, tageweise noch einmal so lange, und von den engsten Menschen wochenweise für ${weeks} Wochen.`,
  },
  profiles: {
    term: 'Profile',
    text: (span: string) =>
      `Handle, Name und Bild, wie Bluesky sie allen zeigt: etwa ${span} lang. Wer wem folgt oder wen blockiert, wo ein Filter danach fragt: eine Stunde lang.`,
  },
  records: {
    term: 'Einträge',
    text: 'Ganze Einträge nur für die Minuten, die das Lesen dauert, und die neuesten paar jeder Art als Beispiele.',
  },
  totals: {
    term: 'Summen',
    text: 'Wie viel im ganzen Netz los ist: für immer, ohne Namen.',
  },
  deleted:
    'Was du löschst, verschwindet sofort aus den Verweisen. Ein gelöschtes Konto verschwindet mit allem, was es schrieb.',
  out: {
    title: 'Wenn du nicht vorkommen möchtest',
    post: (post: string) =>
      `Poste \`${post}\`. Innerhalb einer Minute bist du in keinem Kreis, keiner Liste, keinem Bild und keiner Suche, was du geschrieben hast, ist hier gelöscht, und nichts, was du später schreibst, wird aufbewahrt. Was andere an dich schrieben, bleibt ihres und wird niemandem gezeigt. Dass du nicht vorkommen möchtest, wird gemerkt, mit deiner DID.`,
    back: (post: string) =>
      `Um zurückzukommen, lösche den Post oder poste \`${post}\`. Das braucht keine Anmeldung: Nur du kannst als du posten.`,
    private:
      'Wer in den Einstellungen von Bluesky darum bittet, nur Angemeldeten gezeigt zu werden, ist hier ein Punkt ohne Namen und hat keine Seite.',
  },
  own: {
    title: 'Was von dir aufbewahrt ist',
    label: 'Handle oder DID',
    download: 'Als JSON herunterladen',
  },
  questions: 'Fragen',
}
