import type { collections as english } from '../en/collections.ts'

export const collections: typeof english = {
  title: 'Colecciones',
  description:
    'Todo lo que se escribe en la red atproto, por colección: cuántos registros, de cuántas cuentas y cómo son.',
  heading: 'Lo que se escribe',
  lead: 'Cada registro de la red pertenece a una colección, que se nombra con un NSID: las de Bluesky están bajo app.bsky, otras aplicaciones tienen nombres propios. Esto es lo que se escribe en cada una, enlace a algo o no.',
  choices: 'Qué se muestra',
  view: 'Vista',
  views: { tree: 'Árbol', list: 'Lista' },
  order: 'Orden',
  orders: {
    'records-created': 'Más registros',
    'dids-estimate': 'Más cuentas',
    name: 'Por nombre',
  },
  period: 'Periodo',
  periods: { ever: 'Desde el inicio', '7d': '7 días', '24h': '24 horas' },
  spans: { '24h': '24 horas', '7d': '7 días', '30d': '30 días', '90d': '90 días' },
  search: { label: 'Parte de un nombre', placeholder: 'feed.like, leaflet…', go: 'Buscar' },
  found: (count: number, shown: string, text: string) =>
    `${shown} ${count === 1 ? 'colección' : 'colecciones'} con «${text}» en el nombre.`,
  all: 'Mostrar todas',
  way: 'Lugar en el árbol',
  roots: 'Todas',
  records: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'registro creado' : 'registros creados'}`,
  aboutAccounts: (count: number, shown: string) =>
    `por unas ${shown} ${count === 1 ? 'cuenta' : 'cuentas'}`,
  collections: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'colección' : 'colecciones'}`,
  columns: { name: 'Nombre', trend: 'Últimos 7 días', records: 'Registros', accounts: 'Cuentas' },
  trendOf: (name: string, most: string) =>
    `${name}: registros creados en los últimos 7 días, como mucho ${most} en seis horas`,
  next: 'Página siguiente →',
  none: 'No se vio nada aquí en este tiempo.',
  descriptionOf: (nsid: string) =>
    `Cuántos registros de ${nsid} se escriben en la red atproto, de cuántas cuentas, y muestras de ellos.`,
  neverSeen: 'Nunca se vio nada de esta colección.',
  writtenHeading: 'Registros escritos',
  written: { creates: 'Creados', updates: 'Modificados', deletes: 'Borrados' },
  accountsHeading: 'Cuentas que escribieron',
  samples: {
    heading: 'Registros más recientes',
    lead: 'Tal como llegaron, sin ningún cambio.',
    none: 'Ahora mismo no hay ningún registro que mostrar.',
    links: 'Enlaces de él y hacia él',
    onBluesky: 'En Bluesky',
  },
  sources: {
    heading: 'A qué enlazan sus registros',
    lead: 'Las rutas en las que los registros más recientes nombran otra cosa, cada una con un ejemplo.',
    example: 'Quién enlaza a lo mismo desde ahí',
  },
  json: 'Esta serie (JSON)',
}
