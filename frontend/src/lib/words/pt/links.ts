import type { links as english } from '../en/links.ts'

export const links: typeof english = {
  title: 'Quem aponta para quê',
  description:
    'Todo registro da rede atproto que aponta para uma conta, um post, outro registro ou um endereço da web.',
  heading: 'Quem aponta para quê?',
  lead: 'Curtidas, respostas, menções, seguidores, listas, favoritos: na rede atproto, tudo isso são registros que apontam para alguma coisa. Diga qual, e veja todos os registros que fazem isso.',
  ways: {
    account: 'uma conta: por um identificador como `nome.bsky.social`, ou pelo DID',
    record: 'um post, feed, lista ou pacote inicial: pela página no bsky.app, ou pelo at-uri',
    page: 'uma página da web: pelo endereço',
  },
  field: {
    label: 'Link, at-uri, identificador, DID ou endereço do bsky.app',
    placeholder: 'Link, identificador ou at-uri',
    show: 'Mostrar links',
  },
  advice:
    'Pode-se apontar para um identificador completo, um DID, um at-uri, uma página do bsky.app ou qualquer outro endereço:',
  openPage: 'Abrir a página',
  openOnBluesky: 'Abrir no Bluesky',
  profile: 'Perfil no Bluesky',
  circleOf: (name: string) => `Círculo de ${name}`,
  circle: 'Círculo da conta',
  toOwner: 'Links para a conta',
  toPage: 'Links para a página no bsky.app',
  toShown: 'Links para o que a página mostra',
  links: (count: number, shown: string) => `${shown} ${count === 1 ? 'link' : 'links'}`,
  sources: (count: number, shown: string) => `${shown} ${count === 1 ? 'origem' : 'origens'}`,
  records: (count: number, shown: string) => `${shown} ${count === 1 ? 'registro' : 'registros'}`,
  summary: {
    subject: (links: string, sources: string) => `${links} de ${sources}`,
    itself: (links: string, sources: string) => `${links} de ${sources} para a própria conta`,
    account: (links: string, sources: string) =>
      `${links} de ${sources} para a conta e todos os seus registros`,
  },
  table: {
    caption: 'De onde vêm os links, por coleção',
    source: 'Origem',
    records: 'Registros',
    accounts: 'Contas',
    lastSeen: 'Último',
  },
  unnamed: 'Links',
  toAccount: (name: string) => `${name} para a conta e todos os seus registros`,
  data: 'Dados (JSON)',
  back: '← Todas as origens',
  listed: 'O que é listado',
  orders: { newest: 'Mais novos primeiro', oldest: 'Mais antigos primeiro' },
  first: { newest: '← Mais novos', oldest: '← Mais antigos' },
  pages: 'Páginas',
  next: 'Próxima →',
  onBluesky: 'no Bluesky',
  to: 'para',
  emptyPage: 'Não há mais nada nesta página.',
  empty: 'Daqui, ninguém foi visto apontando para isto.',
  nobody: 'Ninguém foi visto apontando para isto',
  noHandle: (handle: string) => `Não se conhece conta com o identificador ${handle}.`,
  siteOfName: 'Talvez você queira dizer o site com esse nome:',
  spellings:
    'Endereços contam como foram escritos, letra por letra. Talvez o tenham escrito de outro jeito:',
  perhapsOwner: 'Talvez apontem para a conta à qual pertence:',
  completeSince: (moment: string) =>
    `Completo a partir de ${moment}; links anteriores não são guardados.`,
}
