import type { docs as english } from '../en/docs.ts'

export const docs: typeof english = {
  title: 'API',
  description: 'Alle Aufrufe der API von Orrery, zum Lesen und zum Ausprobieren.',
  heading: 'Die API',
  calls: 'Aufrufe',
  answersAt: (address: string) => `Sie antwortet unter \`${address}\`.`,
  document: 'openapi.json: wie sie sich selbst beschreibt, für Programme (OpenAPI 3.1)',
  ownWords: 'Was folgt, sagt die API über sich selbst, auf Englisch.',
  types: 'Typen',
  typesLead: 'Woraus Antworten bestehen, in TypeScript.',
  required: 'nötig',
  oneOf: (choices: string) => `Eines von ${choices}.`,
  otherwise: (value: string) => `Sonst \`${value}\`.`,
  limits: {
    range: (least: string, most: string) => `Von ${least} bis ${most}.`,
    characters: (most: string) => `Höchstens ${most} Zeichen.`,
    again: 'Darf mehrmals vorkommen.',
    againUpTo: (most: string) => `Darf mehrmals vorkommen, insgesamt höchstens ${most}-mal.`,
  },
  answer: (media: string) => `Antwort: ${media}`,
  refusals: (statuses: string) => `Ablehnungen: ${statuses}`,
  tryIt: 'Ausprobieren',
  standard: (value: string) => `${value} (üblich)`,
  ask: 'Fragen',
  noAnswer: 'Die API antwortet nicht.',
  answered: 'Die Antwort der API',
}
