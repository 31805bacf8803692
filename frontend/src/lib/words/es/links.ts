import type { links as english } from '../en/links.ts'

export const links: typeof english = {
  title: 'Quién enlaza a qué',
  description:
    'Cada registro de la red atproto que enlaza a una cuenta, una publicación, otro registro o una dirección web.',
  heading: '¿Quién enlaza a qué?',
  lead: 'Me gusta, respuestas, menciones, seguimientos, listas, marcadores: en la red atproto todos son registros que enlazan a algo. Di a qué, y verás cada registro que lo hace.',
  ways: {
    account: 'una cuenta: con un alias como `nombre.bsky.social`, o con su DID',
    record:
      'una publicación, canal, lista o paquete de inicio: con su página en bsky.app, o su at-uri',
    page: 'una página web: con su dirección',
  },
  field: {
    label: 'Enlace, at-uri, alias, DID o dirección de bsky.app',
    placeholder: 'Enlace, alias o at-uri',
    show: 'Mostrar enlaces',
  },
  advice:
    'Se puede enlazar a un alias completo, un DID, un at-uri, una página de bsky.app o cualquier otra dirección:',
  openPage: 'Abrir la página',
  openOnBluesky: 'Abrir en Bluesky',
  profile: 'Perfil en Bluesky',
  circleOf: (name: string) => `Círculo de ${name}`,
  circle: 'Círculo de la cuenta',
  toOwner: 'Enlaces a la cuenta',
  toPage: 'Enlaces a su página en bsky.app',
  toShown: 'Enlaces a lo que muestra la página',
  links: (count: number, shown: string) => `${shown} ${count === 1 ? 'enlace' : 'enlaces'}`,
  sources: (count: number, shown: string) => `${shown} ${count === 1 ? 'origen' : 'orígenes'}`,
  records: (count: number, shown: string) => `${shown} ${count === 1 ? 'registro' : 'registros'}`,
  summary: {
    subject: (links: string, sources: string) => `${links} de ${sources}`,
    itself: (links: string, sources: string) => `${links} de ${sources} a la cuenta misma`,
    account: (links: string, sources: string) =>
      `${links} de ${sources} a la cuenta y a todos sus registros`,
  },
  table: {
    caption: 'De dónde vienen los enlaces, por colección',
    source: 'Origen',
    records: 'Registros',
    accounts: 'Cuentas',
    lastSeen: 'Último',
  },
  unnamed: 'Enlaces',
  toAccount: (name: string) => `${name} a la cuenta y a todos sus registros`,
  data: 'Datos (JSON)',
  back: '← Todos los orígenes',
  listed: 'Qué se lista',
  orders: { newest: 'Más nuevos primero', oldest: 'Más antiguos primero' },
  first: { newest: '← Más nuevos', oldest: '← Más antiguos' },
  pages: 'Páginas',
  next: 'Siguiente →',
  onBluesky: 'en Bluesky',
  to: 'a',
  emptyPage: 'Ya no hay nada en esta página.',
  empty: 'No se vio a nadie enlazar a esto desde aquí.',
  nobody: 'No se vio a nadie enlazar a esto',
  noHandle: (handle: string) => `No se conoce ninguna cuenta con el alias ${handle}.`,
  siteOfName: 'Quizá te refieres al sitio con ese nombre:',
  spellings:
    'Las direcciones cuentan tal como están escritas, letra por letra. Quizá la escribieron de otra forma:',
  perhapsOwner: 'Quizá enlazan a la cuenta a la que pertenece:',
  completeSince: (moment: string) =>
    `Completo desde ${moment}; los enlaces anteriores no se guardan.`,
}
