import type { privacy as english } from '../en/privacy.ts'

/** Texts between backticks are to be written as they stand. */
export const privacy: typeof english = {
  title: 'Privacidade',
  description:
    'O que o Orrery guarda da rede pública atproto, por quanto tempo, e como ficar de fora.',
  lead: 'O Orrery lê o fluxo público da rede atproto: o que todos podem ver ali, e nada mais. Ele não tem contas nem publicidade, e nenhuma página pede nada a terceiros. Três cookies lembram seu fuso horário e, se você os escolher, o idioma e a aparência. De quem pergunta, ele lembra o endereço por minutos, para limitar quanto cada um pode perguntar.',
  kept: 'O que é guardado, e por quanto tempo',
  hours: (count: number, shown: string) => (count === 1 ? 'uma hora' : `${shown} horas`),
  days: (_count: number, shown: string) => `${shown} dias`,
  links: {
    term: 'Links',
    span: (span: string) =>
      `Quem curtiu, republicou, respondeu, citou, mencionou, seguiu ou bloqueou quem, quando, e o tamanho de cada texto: por ${span}.`,
    ever: 'Quem curtiu, republicou, respondeu, citou, mencionou, seguiu ou bloqueou quem, quando, e o tamanho de cada texto: para sempre.',
    noText: 'Não o texto em si.',
    hashOnly: 'Não o texto em si, mas o hash que nomeia o registro.',
  },
  counts: {
    term: 'Contagens',
    none: 'Nenhuma além dos links.',
    text: (days: string, weeks: string) =>
      `Quanto passou entre duas contas: por hora durante ${days} dias, por dia durante outro tanto, e das pessoas mais próximas por semana durante ${weeks} semanas.`,
  },
  profiles: {
    term: 'Perfis',
    text: (span: string) =>
      `Identificador, nome e avatar, como o Bluesky os mostra a todos: por cerca de ${span}. Quem segue ou bloqueia quem, onde um filtro pergunta isso: por uma hora.`,
  },
  records: {
    term: 'Registros',
    text: 'Registros inteiros só durante os minutos que leva para lê-los, e os poucos mais recentes de cada tipo como amostras.',
  },
  totals: {
    term: 'Totais',
    text: 'Quanto acontece na rede inteira: para sempre, sem nomes.',
  },
  deleted:
    'O que você apaga sai dos links na hora. Uma conta excluída sai com tudo o que escreveu.',
  out: {
    title: 'Se você não quer aparecer',
    post: (post: string) =>
      `Poste \`${post}\`. Em um minuto você não está em nenhum círculo, lista, imagem ou busca, o que você escreveu é apagado aqui, e nada do que escrever depois é guardado. O que outros escreveram para você continua sendo deles, e não é mostrado a ninguém. Fica lembrado que você optou por sair, com seu DID.`,
    back: (post: string) =>
      `Para voltar, apague o post ou poste \`${post}\`. Não é preciso fazer login: só você pode postar como você.`,
    private:
      'Quem pede, nas configurações do Bluesky, para não ser mostrado a quem não entrou com uma conta é aqui um ponto sem nome, e não tem página.',
  },
  own: {
    title: 'O que é guardado sobre você',
    label: 'Identificador ou DID',
    download: 'Baixar como JSON',
  },
  questions: 'Perguntas',
}
