import type { JsonSchema, Parameter } from '@orrery/shared/openapi'
import { z } from 'zod'

/** Schemas by name; what has an id is put here, and referred to where it stands. */
export type Schemas = Map<string, JsonSchema>

/** What the schema takes, as JSON Schema. */
export function jsonSchemaOf(schema: z.ZodType, schemas: Schemas): JsonSchema {
  const { $schema, $defs = {}, ...json } = referring(z.toJSONSchema(schema, OPTIONS))
  for (const [name, definition] of Object.entries($defs)) schemas.set(name, definition)
  return json
}

/** Examples of what is read as something else are of what is written, and zod would leave them out. */
const OPTIONS = {
  io: 'input',
  override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: object }) {
    const { examples } = z.globalRegistry.get(zodSchema) ?? {}
    if (examples) Object.assign(jsonSchema, { examples })
  },
} as const

type Whole = JsonSchema & { $schema?: string; $defs?: Record<string, JsonSchema> }

function referring(schema: object): Whole {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'),
    (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value),
  )
}

/** The parameters of a query. */
export function queryParametersOf(query: z.ZodObject): Parameter[] {
  const { properties = {}, required = [] } = jsonSchemaOf(query, new Map())
  return Object.entries(properties).map(([name, schema]) => {
    const isRequired = required.includes(name)
    return parameterOf(name, { in: 'query', required: isRequired, schema: repeatable(schema) })
  })
}

const actor = z.string().meta({
  description: 'An account, by its DID or its handle.',
  examples: ['bsky.app', 'did:plc:z72i7hdynmk6r22z27h6tvur'],
})
const otherActor = actor.meta({
  description: 'Another account, by its DID or its handle.',
  examples: ['atproto.com', 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'],
})

/** What stands in a path as `:name`; an actor unless something else is told. */
export function pathParameterOf(name: string, schema?: z.ZodType): Parameter {
  const told = schema ?? (name === 'b' ? otherActor : actor)
  return parameterOf(name, {
    in: 'path',
    required: true,
    schema: jsonSchemaOf(told, new Map()),
  })
}

function parameterOf(
  name: string,
  { schema: described, ...rest }: Pick<Parameter, 'in' | 'required' | 'schema'>,
): Parameter {
  const { description, ...schema } = described
  const isNumber = schema.type === 'integer' && schema.default !== undefined
  if (isNumber) schema.default = Number(schema.default)
  return { name, ...rest, ...(description && { description }), schema }
}

/** What may be given once or more is a list in the words of JSON Schema. */
function repeatable({ anyOf, ...rest }: JsonSchema): JsonSchema {
  const list = anyOf?.find(({ type }) => type === 'array')
  return list ? { ...list, ...rest } : { ...(anyOf && { anyOf }), ...rest }
}
