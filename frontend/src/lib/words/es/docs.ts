import type { docs as english } from '../en/docs.ts'

export const docs: typeof english = {
  title: 'API',
  description: 'Todas las llamadas de la API de Orrery, para leer y probar.',
  heading: 'La API',
  calls: 'Llamadas',
  answersAt: (address: string) => `Responde en \`${address}\`.`,
  document: 'openapi.json: cómo se describe a sí misma, para programas (OpenAPI 3.1)',
  ownWords: 'Lo que sigue es lo que la API dice de sí misma, en inglés.',
  types: 'Tipos',
  typesLead: 'De qué están hechas las respuestas, en TypeScript.',
  required: 'obligatorio',
  oneOf: (choices: string) => `Uno de estos: ${choices}.`,
  otherwise: (value: string) => `Si no, \`${value}\`.`,
  limits: {
    range: (least: string, most: string) => `De ${least} a ${most}.`,
    characters: (most: string) => `Hasta ${most} caracteres.`,
    again: 'Puede repetirse.',
    againUpTo: (most: string) => `Puede repetirse, hasta ${most} en total.`,
  },
  answer: (media: string) => `Respuesta: ${media}`,
  refusals: (statuses: string) => `Rechazos: ${statuses}`,
  tryIt: 'Probar',
  standard: (value: string) => `${value} (por defecto)`,
  ask: 'Preguntar',
  noAnswer: 'La API no responde.',
  answered: 'La respuesta de la API',
}
