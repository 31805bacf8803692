import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Orrery: quién está en el círculo de quién',
  description:
    'Orrery observa cada me gusta, republicación, respuesta, cita y mención en Bluesky y la red atproto, y dibuja quién está más cerca de quién.',
  heading: '¿Quién está en el círculo de quién?',
  lead: 'Orrery observa cada me gusta, republicación, respuesta, cita y mención en Bluesky y en toda la red atproto en el momento en que ocurre. Dale un alias y dibuja a las personas más cercanas a esa cuenta, cada una en su órbita.',
  now: 'En la red ahora',
  perSecond: 'interacciones por segundo',
  lag: (span: string) => `${span} por detrás de la red`,
  upToDate: 'al día con la red',
  unreadable: 'Los totales no se pueden leer ahora. Vuelven por sí solos.',
  totals: {
    caption: 'Interacciones en la red por tipo, en el último minuto, hora y día',
    type: 'Tipo',
    trend: 'Últimos 60 minutos',
    minute: 'Minuto',
    hour: 'Hora',
    day: 'Día',
  },
  trendOf: (name: string, least: string, most: string) =>
    `${name} por minuto en la última hora: entre ${least} y ${most}`,
  gallery: {
    heading: 'Círculos de la hora',
    lead: 'A quién se dirigió más gente en los últimos 60 minutos, y las diez cuentas más cercanas a cada una.',
    people: (count: number, shown: string) =>
      `${shown} ${count === 1 ? 'persona' : 'personas'} esta hora`,
    picture: (name: string) => `El círculo de ${name} en la última hora`,
    more: 'Todas las listas',
  },
}
