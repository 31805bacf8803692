import type { collections as english } from '../en/collections.ts'

export const collections: typeof english = {
  title: 'Coleções',
  description:
    'Tudo o que se escreve na rede atproto, por coleção: quantos registros, por quantas contas e como são.',
  heading: 'O que se escreve',
  lead: 'Todo registro da rede pertence a uma coleção, nomeada por um NSID: as do Bluesky ficam em app.bsky, outros aplicativos têm nomes próprios. Aqui está o que se escreve em cada uma, aponte para algo ou não.',
  choices: 'O que é mostrado',
  view: 'Visão',
  views: { tree: 'Árvore', list: 'Lista' },
  order: 'Ordem',
  orders: { 'records-created': 'Mais registros', 'dids-estimate': 'Mais contas', name: 'Por nome' },
  period: 'Período',
  periods: { ever: 'Desde o início', '7d': '7 dias', '24h': '24 horas' },
  spans: { '24h': '24 horas', '7d': '7 dias', '30d': '30 dias', '90d': '90 dias' },
  search: { label: 'Parte de um nome', placeholder: 'feed.like, leaflet…', go: 'Buscar' },
  found: (count: number, shown: string, text: string) =>
    `${shown} ${count === 1 ? 'coleção' : 'coleções'} com “${text}” no nome.`,
  all: 'Mostrar todas',
  way: 'Lugar na árvore',
  roots: 'Todas',
  records: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'registro criado' : 'registros criados'}`,
  aboutAccounts: (count: number, shown: string) =>
    `por cerca de ${shown} ${count === 1 ? 'conta' : 'contas'}`,
  collections: (count: number, shown: string) => `${shown} ${count === 1 ? 'coleção' : 'coleções'}`,
  columns: { name: 'Nome', trend: 'Últimos 7 dias', records: 'Registros', accounts: 'Contas' },
  trendOf: (name: string, most: string) =>
    `${name}: registros criados nos últimos 7 dias, no máximo ${most} em seis horas`,
  next: 'Próxima página →',
  none: 'Nada foi visto aqui nesse período.',
  descriptionOf: (nsid: string) =>
    `Quantos registros de ${nsid} se escrevem na rede atproto, por quantas contas, e amostras deles.`,
  neverSeen: 'Nada desta coleção foi visto até hoje.',
  writtenHeading: 'Registros escritos',
  written: { creates: 'Criados', updates: 'Alterados', deletes: 'Apagados' },
  accountsHeading: 'Contas que escreveram',
  samples: {
    heading: 'Registros mais recentes',
    lead: 'Como chegaram, sem nenhuma alteração.',
    none: 'Não há registro para mostrar agora.',
    links: 'Links dele e para ele',
    onBluesky: 'No Bluesky',
  },
  sources: {
    heading: 'Para o que os registros apontam',
    lead: 'Os caminhos em que os registros mais recentes nomeiam outra coisa, cada um com um exemplo.',
    example: 'Quem aponta dali para o mesmo',
  },
  json: 'Esta série (JSON)',
}
