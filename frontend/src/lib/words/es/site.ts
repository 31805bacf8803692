import type { site as english } from '../en/site.ts'

/** What stands on every page, and words that several pages share. */
export const site: typeof english = {
  navigation: {
    label: 'Sitio',
    home: 'Orrery, inicio',
    more: 'Más páginas',
    skip: 'Ir al contenido',
    top: 'Destacados',
    stats: 'Estadísticas',
    links: 'Enlaces',
    collections: 'Colecciones',
    status: 'Estado',
    docs: 'API',
    privacy: 'Privacidad',
  },
  footer:
    'Orrery muestra interacciones públicas de la red atproto, vistas en el momento en que ocurren.',
  language: 'Idioma',
  appearance: {
    label: 'Apariencia',
    auto: 'Como el sistema',
    light: 'Claro',
    dark: 'Oscuro',
    contrast: 'Alto contraste',
  },
  search: {
    label: 'Alias, nombre, DID o dirección del perfil',
    placeholder: 'Alias o nombre',
    show: 'Mostrar',
    showCircle: 'Mostrar círculo',
    suggestions: 'Cuentas',
  },
  failure: {
    title: {
      400: 'No podemos leer esa dirección',
      403: 'No se muestra aquí',
      404: 'No encontrado',
      500: 'Algo salió mal',
      503: 'Un momento, por favor',
    },
    retry: 'Esta página lo intenta de nuevo cada pocos segundos.',
    tryNow: 'Intentar ahora',
    lookElsewhere: 'Busca a otra persona por su alias o nombre:',
  },
  types: {
    like: 'Me gusta',
    repost: 'Republicaciones',
    reply: 'Respuestas',
    quote: 'Citas',
    post: 'Menciones',
  },
  total: 'Todas',
  justNow: 'ahora mismo',
  never: 'nunca',
  privateAccount: 'cuenta privada',
  interactions: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'interacción' : 'interacciones'}`,
  accounts: (count: number, shown: string) => `${shown} ${count === 1 ? 'cuenta' : 'cuentas'}`,
}
