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
    links: 'Links',
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
    whoIs: (name: string) => `Quem é “${name}”?`,
    nobody: 'Ninguém encontrado',
    unknownName: (name: string) =>
      `Não se conhece nenhuma conta com o nome “${name}”. Um identificador completo, como nome.bsky.social, sempre funciona, e o endereço de um perfil também.`,
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
