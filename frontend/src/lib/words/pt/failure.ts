import type { failure as english } from '../en/failure.ts'

/** What the site says where it has nothing to show. */
export const failure: typeof english = {
  kinds: {
    address: {
      title: 'Não conseguimos ler esse endereço',
      text: 'Há nele algo que não faz sentido.',
    },
    unknown: {
      title: 'Ninguém tem esse identificador',
      text: 'Identificadores se escrevem por inteiro, como nome.bsky.social. Eles também mudam: quem tinha este talvez já tenha outro.',
    },
    private: {
      title: 'Esta conta é privada',
      text: 'Nas configurações do Bluesky, a pessoa pede para não ser mostrada a quem não entrou com uma conta. Aqui ninguém entra com uma conta, por isso ela não tem página, e nos círculos dos outros é um ponto sem nome.',
    },
    optedOut: {
      title: 'Esta conta optou por ficar fora do Orrery',
      text: 'Ela não está em nenhum círculo, lista ou busca daqui, e nada do que escreve é guardado.',
    },
    deactivated: {
      title: 'Esta conta está desativada',
      text: 'A própria pessoa a desligou, talvez só por um tempo. Quando ela voltar, a página volta também.',
    },
    takenDown: {
      title: 'Esta conta foi removida',
      text: 'Quem a hospeda ou modera a tirou da rede, por isso ela também não é mostrada aqui.',
    },
    suspended: {
      title: 'Esta conta está suspensa',
      text: 'Quem a hospeda ou modera a suspendeu. Quando isso terminar, a página volta.',
    },
    deleted: {
      title: 'Esta conta foi excluída',
      text: 'Tudo o que ela escreveu saiu daqui com ela.',
    },
    inactive: {
      title: 'Esta conta não está ativa',
      text: 'A rede diz que ela não deve ser mostrada agora, e não diz por quê.',
    },
    quota: {
      title: 'Perguntas demais de uma vez',
      text: 'A API tem uma cota por minuto, e este site já usou a dele.',
    },
    away: {
      title: 'Um momento, por favor',
      text: 'O serviço por trás deste site não responde agora.',
    },
    directory: {
      title: 'Não dá para consultar identificadores agora',
      text: 'Quem sabe qual conta tem qual identificador não responde. Pelo DID, a conta pode ser vista mesmo assim.',
    },
    page: {
      title: 'Não há página aqui',
      text: 'Talvez o endereço tenha um erro de digitação, ou o que estava aqui já não existe.',
    },
    offline: {
      title: 'Sem conexão com o Orrery',
      text: 'Ou você está sem internet, ou o site está fora do ar. Assim que houver conexão, esta página carrega sozinha.',
    },
    broken: {
      title: 'Algo deu errado',
      text: 'A falha é nossa. Tentar de novo pode ajudar.',
    },
  },
  similar: 'Talvez você queira dizer uma destas contas:',
  retry: 'Esta página tenta de novo a cada poucos segundos.',
  retryIn: (span: string) => `Esta página tenta de novo em ${span}.`,
  tryNow: 'Tentar agora',
  lookElsewhere: 'Procure outra pessoa pelo identificador ou nome:',
  privacy: 'O que é guardado aqui, e como ficar de fora',
  home: 'Ir para o início',
}
