import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Orrery: quem está no círculo de quem',
  description:
    'O Orrery observa cada curtida, republicação, resposta, citação e menção no Bluesky e na rede atproto e desenha quem está mais perto de quem.',
  heading: 'Quem está no círculo de quem?',
  lead: 'O Orrery observa cada curtida, republicação, resposta, citação e menção no Bluesky e em toda a rede atproto no momento em que acontece. Dê um identificador, e ele desenha as pessoas mais próximas dessa conta, cada uma em sua órbita.',
  now: 'Na rede agora',
  perSecond: 'interações por segundo',
  lag: (span: string) => `${span} atrás da rede`,
  upToDate: 'em dia com a rede',
  unreadable: 'Os totais não podem ser lidos agora. Eles voltam sozinhos.',
  totals: {
    caption: 'Interações na rede por tipo, no último minuto, hora e dia',
    type: 'Tipo',
    trend: 'Últimos 60 minutos',
    minute: 'Minuto',
    hour: 'Hora',
    day: 'Dia',
  },
  trendOf: (name: string, least: string, most: string) =>
    `${name} por minuto na última hora: entre ${least} e ${most}`,
  gallery: {
    heading: 'Círculos da hora',
    lead: 'A quem mais pessoas se voltaram nos últimos 60 minutos, e as dez mais próximas de cada conta.',
    people: (count: number, shown: string) =>
      `${shown} ${count === 1 ? 'pessoa' : 'pessoas'} nesta hora`,
    picture: (name: string) => `O círculo de ${name} na última hora`,
    more: 'Todas as listas',
  },
}
