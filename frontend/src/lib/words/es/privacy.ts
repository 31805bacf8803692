import type { privacy as english } from '../en/privacy.ts'

/** Texts between backticks are to be written as they stand. */
export const privacy: typeof english = {
  title: 'Privacidad',
  description:
    'Qué guarda Orrery de la red pública atproto, durante cuánto tiempo, y cómo quedarse fuera.',
  lead: 'Orrery lee el flujo público de la red atproto: lo que todo el mundo puede ver allí, y nada más. No tiene cuentas ni publicidad, y ninguna página pide nada a terceros. Tres cookies recuerdan tu zona horaria y, si los eliges, tu idioma y la apariencia. De quien pregunta recuerda la dirección durante unos minutos, para limitar cuánto puede preguntar cada uno.',
  kept: 'Qué se guarda, y durante cuánto tiempo',
  hours: (count: number, shown: string) => (count === 1 ? 'una hora' : `${shown} horas`),
  days: (_count: number, shown: string) => `${shown} días`,
  links: {
    term: 'Enlaces',
    span: (span: string) =>
      `A quién dio «me gusta», republicó, respondió, citó, mencionó, siguió o bloqueó cada cual, cuándo, y lo largo que era un texto: durante ${span}.`,
    ever: 'A quién dio «me gusta», republicó, respondió, citó, mencionó, siguió o bloqueó cada cual, cuándo, y lo largo que era un texto: para siempre.',
    noText: 'No el texto en sí.',
    hashOnly: 'No el texto en sí, pero sí el hash que da nombre al registro.',
  },
  counts: {
    term: 'Recuentos',
    none: 'Ninguno aparte de los enlaces.',
    text: (days: string, weeks: string) =>
      `Cuánto pasó entre dos cuentas: por horas durante ${days} días, por días durante otro tanto, y de las personas más cercanas por semanas durante ${weeks} semanas.`,
  },
  profiles: {
    term: 'Perfiles',
    text: (span: string) =>
      `Alias, nombre y avatar, como Bluesky los muestra a todos: durante unas ${span}. Quién sigue o bloquea a quién, cuando un filtro lo pregunta: durante una hora.`,
  },
  records: {
    term: 'Registros',
    text: 'Registros enteros solo durante los minutos que se tarda en leerlos, y los pocos más recientes de cada tipo como muestras.',
  },
  totals: {
    term: 'Totales',
    text: 'Cuánto ocurre en toda la red: para siempre, sin nombres.',
  },
  deleted:
    'Lo que borras desaparece de los enlaces al instante. Una cuenta eliminada desaparece con todo lo que escribió.',
  out: {
    title: 'Si no quieres aparecer',
    post: (post: string) =>
      `Publica \`${post}\`. En menos de un minuto no estás en ningún círculo, lista, imagen ni búsqueda, lo que escribiste se borra aquí, y nada de lo que escribas después se guarda. Lo que otros te escribieron sigue siendo suyo, y no se muestra a nadie. Que pediste quedarte fuera se recuerda, con tu DID.`,
    back: (post: string) =>
      `Para volver, borra la publicación o publica \`${post}\`. No hace falta iniciar sesión: solo tú puedes publicar como tú.`,
    private:
      'Quien pide en los ajustes de Bluesky que no se le muestre a quien no ha iniciado sesión es aquí un punto sin nombre, y no tiene página.',
  },
  own: { title: 'Qué se guarda de ti', label: 'Alias o DID', download: 'Descargar como JSON' },
  questions: 'Preguntas',
}
