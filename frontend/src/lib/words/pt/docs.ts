import type { docs as english } from '../en/docs.ts'

export const docs: typeof english = {
  title: 'API',
  description: 'Todas as chamadas da API do Orrery, para ler e experimentar.',
  heading: 'A API',
  calls: 'Chamadas',
  answersAt: (address: string) => `Ela responde em \`${address}\`.`,
  document: 'openapi.json: como ela se descreve, para programas (OpenAPI 3.1)',
  ownWords: 'O que segue é o que a API diz de si mesma, em inglês.',
  types: 'Tipos',
  typesLead: 'De que as respostas são feitas, em TypeScript.',
  required: 'obrigatório',
  oneOf: (choices: string) => `Um destes: ${choices}.`,
  otherwise: (value: string) => `Senão, \`${value}\`.`,
  limits: {
    range: (least: string, most: string) => `De ${least} a ${most}.`,
    characters: (most: string) => `Até ${most} caracteres.`,
    again: 'Pode se repetir.',
    againUpTo: (most: string) => `Pode se repetir, até ${most} ao todo.`,
  },
  answer: (media: string) => `Resposta: ${media}`,
  refusals: (statuses: string) => `Recusas: ${statuses}`,
  tryIt: 'Experimentar',
  standard: (value: string) => `${value} (padrão)`,
  ask: 'Perguntar',
  noAnswer: 'A API não responde.',
  answered: 'A resposta da API',
}
