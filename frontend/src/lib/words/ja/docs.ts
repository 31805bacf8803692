import type { docs as english } from '../en/docs.ts'

export const docs: typeof english = {
  title: 'API',
  description: 'Orrery の API のすべての呼び出し。読んで、その場で試せます。',
  heading: 'API について',
  calls: '呼び出し',
  answersAt: (address: string) => `\`${address}\` で応答します。`,
  document: 'openapi.json: プログラムのための API 自身による記述（OpenAPI 3.1）',
  ownWords: '以下は API 自身による説明で、英語です。',
  types: '型',
  typesLead: '応答を構成する型を TypeScript で示します。',
  required: '必須',
  oneOf: (choices: string) => `次のいずれか: ${choices}。`,
  otherwise: (value: string) => `指定がなければ \`${value}\`。`,
  limits: {
    range: (least: string, most: string) => `${least} から ${most} まで。`,
    characters: (most: string) => `最大 ${most} 文字。`,
    again: '繰り返し指定できます。',
    againUpTo: (most: string) => `全部で ${most} 個まで繰り返し指定できます。`,
  },
  answer: (media: string) => `応答: ${media}`,
  refusals: (statuses: string) => `拒否: ${statuses}`,
  tryIt: '試す',
  standard: (value: string) => `${value}（標準）`,
  ask: '実行',
  noAnswer: 'API が応答しません。',
  answered: 'API の応答',
}
