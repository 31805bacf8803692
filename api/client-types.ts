import type { JsonSchema, OpenApi, Operation } from '@orrery/shared/openapi'
import { typeTextOf } from '@orrery/shared/schema-text'

const HEAD = '// biome-ignore-all format: `npx vitest run api/client-types -u` writes this file.'

/** The types of all calls that answer JSON, as the text of a module. */
export function clientTypesOf({ paths, components }: OpenApi): string {
  const types = Object.entries(components.schemas).map(([name, schema]) => {
    const told = schema.description ? `/** ${schema.description} */\n` : ''
    return `${told}export type ${name} = ${typeTextOf(schema)}\n`
  })
  const calls = Object.entries(paths).flatMap(([path, { get }]) => {
    const answer = get?.responses[200]?.content?.['application/json']?.schema
    return get && answer ? [callText(path, get, answer)] : []
  })
  return `${HEAD}

${types.join('\n')}
/** What every call takes, and what it answers. */
export type Calls = {
${calls.join('\n')}
}
`
}

function callText(path: string, { summary, parameters }: Operation, answer: JsonSchema): string {
  const taken: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description, schema }) => [
        name,
        { ...takenOf(schema), ...(description && { description }) },
      ]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  }
  return `  /** ${summary}. */
  '${path}': {
    parameters: ${typeTextOf(taken, '    ')}
    answer: ${typeTextOf(answer, '    ')}
  }`
}

/** What may be given again may be given once, and words for yes and no as such. */
function takenOf(schema: JsonSchema): JsonSchema {
  if (schema.type === 'array') return { anyOf: [{ type: 'string' }, { ...schema }] }
  const isFlag = schema.enum?.length === 2 && schema.enum.includes('true')
  return isFlag ? { type: 'boolean' } : schema
}
