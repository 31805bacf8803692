import type { stats as english } from '../en/stats.ts'

export const stats: typeof english = {
  title: 'Estadísticas de la red',
  description:
    'Cuánto ocurre en la red atproto: interacciones por tipo, eventos, cuentas activas e idiomas, minuto a minuto y día a día.',
  heading: 'La red en cifras',
  lead: 'Todo lo que se vio ocurrir, contado. Las horas y los días son los de UTC; lo rayado son tiempos de los que faltan eventos.',
  figures: {
    perSecond: 'eventos por segundo ahora',
    lastHour: 'interacciones en la última hora',
    lastDay: 'interacciones en 24 horas',
    accountsHour: 'cuentas activas en la última hora',
    accountsDay: 'cuentas activas en 24 horas',
    since: (time: string) => `Se cuenta desde ${time}.`,
  },
  choices: 'Qué se muestra',
  period: 'Periodo',
  periods: {
    '1h': '1 hora',
    '6h': '6 horas',
    '24h': '24 horas',
    '7d': '7 días',
    '30d': '30 días',
    '1y': '1 año',
  },
  step: 'Intervalo',
  steps: { minute: 'Minutos', hour: 'Horas', day: 'Días' },
  interactions: 'Interacciones por tipo',
  events: {
    heading: 'Eventos de todo tipo',
    lead: 'Todo lo que envía la red, enlace a algo o no.',
  },
  kinds: {
    create: 'Creados',
    update: 'Modificados',
    delete: 'Borrados',
    account: 'Cuenta',
    identity: 'Identidad',
  },
  accounts: {
    heading: 'Cuentas activas',
    lead: 'Cuántas cuentas distintas escribieron algo; estimadas con un error de una centésima aproximadamente.',
    series: 'Cuentas',
  },
  posts: {
    heading: 'Posts por idioma',
    lead: 'Según los propios posts: los idiomas más frecuentes del último día.',
    none: 'No se vio ningún post en el último día.',
  },
  noLanguage: 'no indicado',
  otherLanguages: 'otros',
  gaps: {
    heading: 'Huecos',
    lead: 'Tiempos de los que la red no pudo volver a enviarlo todo.',
    none: 'No falta nada en este tiempo.',
  },
  collections: 'Lo que se escribe, por colección',
  json: 'Estas series (JSON)',
}
