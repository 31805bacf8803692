import type { stats as english } from '../en/stats.ts'

export const stats: typeof english = {
  title: 'Estatísticas da rede',
  description:
    'Quanto acontece na rede atproto: interações por tipo, eventos, contas ativas e idiomas, minuto a minuto e dia a dia.',
  heading: 'A rede em números',
  lead: 'Tudo o que foi visto acontecer, contado. Horas e dias são os de UTC; os trechos hachurados são períodos dos quais faltam eventos.',
  figures: {
    perSecond: 'eventos por segundo agora',
    lastHour: 'interações na última hora',
    lastDay: 'interações em 24 horas',
    accountsHour: 'contas ativas na última hora',
    accountsDay: 'contas ativas em 24 horas',
    since: (time: string) => `Contagem desde ${time}.`,
  },
  choices: 'O que é mostrado',
  period: 'Período',
  periods: {
    '1h': '1 hora',
    '6h': '6 horas',
    '24h': '24 horas',
    '7d': '7 dias',
    '30d': '30 dias',
    '1y': '1 ano',
  },
  step: 'Intervalo',
  steps: { minute: 'Minutos', hour: 'Horas', day: 'Dias' },
  interactions: 'Interações por tipo',
  events: {
    heading: 'Eventos de todo tipo',
    lead: 'Tudo o que a rede envia, aponte para algo ou não.',
  },
  kinds: {
    create: 'Criados',
    update: 'Alterados',
    delete: 'Apagados',
    account: 'Conta',
    identity: 'Identidade',
  },
  accounts: {
    heading: 'Contas ativas',
    lead: 'Quantas contas diferentes escreveram algo; estimativa com erro de cerca de um centésimo.',
    series: 'Contas',
  },
  posts: {
    heading: 'Posts por idioma',
    lead: 'Segundo os próprios posts: os idiomas mais frequentes do último dia.',
    none: 'Nenhum post foi visto no último dia.',
  },
  noLanguage: 'não informado',
  otherLanguages: 'outros',
  gaps: {
    heading: 'Lacunas',
    lead: 'Períodos dos quais a rede não pôde reenviar tudo.',
    none: 'Nada falta nesse período.',
  },
  collections: 'O que se escreve, por coleção',
  json: 'Estas séries (JSON)',
}
