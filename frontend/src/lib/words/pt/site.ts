import type { site as english } from '../en/site.ts'

/** What stands on every page, and words that several pages share. */
export const site: typeof english = {
  navigation: {
    label: 'Site',
    home: 'Orrery, início',
    more: 'Mais páginas',
    skip: 'Ir para o conteúdo',
    top: 'Destaques',
    stats: 'Estatísticas',
    links: 'Ligações',
    collections: 'Coleções',
    status: 'Estado',
    docs: 'API',
    privacy: 'Privacidade',
  },
  footer:
    'O Orrery mostra interações públicas na rede atproto, vistas no momento em que acontecem.',
  language: 'Idioma',
  appearance: {
    label: 'Aparência',
    auto: 'Como o sistema',
    light: 'Claro',
    dark: 'Escuro',
    contrast: 'Alto contraste',
  },
  search: {
    label: 'Identificador, nome, DID ou endereço do perfil',
    placeholder: 'Identificador ou nome',
    show: 'Mostrar',
    showCircle: 'Mostrar círculo',
    suggestions: 'Contas',
  },
  failure: {
    title: {
      400: 'Não conseguimos ler esse endereço',
      403: 'Não é mostrado aqui',
      404: 'Não encontrado',
      500: 'Algo deu errado',
      503: 'Um momento, por favor',
    },
    retry: 'Esta página tenta de novo a cada poucos segundos.',
    tryNow: 'Tentar agora',
    lookElsewhere: 'Procure outra pessoa pelo identificador ou nome:',
  },
  types: {
    like: 'Curtidas',
    repost: 'Republicações',
    reply: 'Respostas',
    quote: 'Citações',
    post: 'Menções',
  },
  total: 'Todas',
  justNow: 'agora mesmo',
  never: 'nunca',
  privateAccount: 'conta privada',
  interactions: (count: number, shown: string) =>
    `${shown} ${count === 1 ? 'interação' : 'interações'}`,
  accounts: (count: number, shown: string) => `${shown} ${count === 1 ? 'conta' : 'contas'}`,
}
