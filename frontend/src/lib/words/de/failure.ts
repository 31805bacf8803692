import type { failure as english } from '../en/failure.ts'

/** What the site says where it has nothing to show. */
export const failure: typeof english = {
  kinds: {
    address: {
      title: 'Diese Adresse können wir nicht lesen',
      text: 'Etwas daran kann nicht so gemeint sein.',
    },
    unknown: {
      title: 'Niemand hat dieses Handle',
      text: 'Handles schreibt man ganz aus, wie name.bsky.social. Sie können sich auch ändern: Wer dieses hatte, hat inzwischen vielleicht ein anderes.',
    },
    private: {
      title: 'Dieses Konto ist privat',
      text: 'Die Person dahinter bittet in den Einstellungen von Bluesky darum, nur Angemeldeten gezeigt zu werden. Hier ist niemand angemeldet, also gibt es keine Seite, und in den Kreisen anderer nur einen Punkt ohne Namen.',
    },
    optedOut: {
      title: 'Dieses Konto nimmt an Orrery nicht teil',
      text: 'Es hat sich abgemeldet: Es kommt in keinem Kreis, keiner Liste und keiner Suche vor, und nichts, was es schreibt, wird aufbewahrt.',
    },
    deactivated: {
      title: 'Dieses Konto ist deaktiviert',
      text: 'Die Person dahinter hat es abgeschaltet, vielleicht nur für eine Weile. Kommt es zurück, dann auch seine Seite.',
    },
    takenDown: {
      title: 'Dieses Konto wurde entfernt',
      text: 'Wer es beherbergt oder moderiert, hat es aus dem Netz genommen. Darum wird es auch hier nicht gezeigt.',
    },
    suspended: {
      title: 'Dieses Konto ist gesperrt',
      text: 'Wer es beherbergt oder moderiert, hat es gesperrt. Endet die Sperre, kommt seine Seite zurück.',
    },
    deleted: {
      title: 'Dieses Konto wurde gelöscht',
      text: 'Mit ihm ist alles, was es schrieb, auch von hier verschwunden.',
    },
    inactive: {
      title: 'Dieses Konto ist nicht aktiv',
      text: 'Das Netz sagt, dass es gerade nicht gezeigt werden soll, und nicht, warum.',
    },
    quota: {
      title: 'Zu viele Fragen auf einmal',
      text: 'Die API beantwortet je Minute nur eine bestimmte Zahl von Fragen, und diese Seite hat ihre verbraucht.',
    },
    away: {
      title: 'Einen Moment bitte',
      text: 'Der Dienst hinter dieser Seite antwortet gerade nicht.',
    },
    directory: {
      title: 'Handles lassen sich gerade nicht nachschlagen',
      text: 'Wer weiß, welches Konto welches Handle hat, antwortet nicht. Mit seiner DID ist ein Konto trotzdem zu sehen.',
    },
    page: {
      title: 'Hier gibt es keine Seite',
      text: 'Vielleicht ist die Adresse vertippt, oder was hier war, ist fort.',
    },
    offline: {
      title: 'Keine Verbindung zu Orrery',
      text: 'Entweder bist du offline oder die Seite. Sobald es eine Verbindung gibt, lädt diese Seite von selbst.',
    },
    broken: {
      title: 'Etwas ist schiefgegangen',
      text: 'Der Fehler liegt bei uns. Vielleicht hilft ein neuer Versuch.',
    },
  },
  similar: 'Meinst du vielleicht jemanden von diesen?',
  retry: 'Diese Seite versucht es alle paar Sekunden erneut.',
  retryIn: (span: string) => `Diese Seite versucht es in ${span} erneut.`,
  tryNow: 'Jetzt versuchen',
  lookElsewhere: 'Suche jemand anderen nach Handle oder Name:',
  privacy: 'Was hier aufbewahrt wird, und wie du nicht vorkommst',
  home: 'Zur Startseite',
}
