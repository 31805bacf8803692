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
    whoIs: (name: string) => `¿Quién es «${name}»?`,
    nobody: 'Nadie encontrado',
    unknownName: (name: string) =>
      `No se conoce ninguna cuenta con el nombre «${name}». Un alias completo, como nombre.bsky.social, siempre funciona, y también la dirección de un perfil.`,
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
