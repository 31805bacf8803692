import type { Answer, JsonSchema, OpenApi, Operation, Parameter } from '@orrery/shared/openapi'
import { typeTextOf } from '@orrery/shared/schema-text'

/** What the page of the API's calls shows. */
export type Docs = { groups: Group[]; types: TypeText[] }
export type Group = { name: string; anchor: string; description: string; calls: Call[] }
/** A type that answers refer to. */
export type TypeText = { name: string; description: string; text: string }

export type Call = {
  id: string
  method: string
  path: string
  summary: string
  description: string
  fields: Field[]
  media: string
  /** The shape of a JSON answer, as a TypeScript type. */
  shape: string | null
  refusals: { status: string; meanings: string[] }[]
}

export type Field = {
  name: string
  required: boolean
  description: string
  /** Empty where every text will do. */
  choices: string[]
  isNumber: boolean
  isList: boolean
  fallback: string
  limits: Limits
  example: string
}

/** What a value may be, as far as the document says it. */
export type Limits = {
  range: { least: number; most: number } | null
  characters: number | null
  /** How often it may come, null where it comes once. */
  times: number | 'any' | null
}

export function docsOf({ tags, paths, components }: OpenApi): Docs {
  const inOrder = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))
  const calls = inOrder.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      group: operation.tags[0],
      call: callOf(path, method, operation),
    })),
  )
  return {
    groups: tags.map(({ name, description }) => ({
      name,
      description,
      anchor: name.toLowerCase().replaceAll(' ', '-'),
      calls: calls.filter(({ group }) => group === name).map(({ call }) => call),
    })),
    types: Object.entries(components.schemas).map(([name, schema]) => ({
      name,
      description: schema.description ?? '',
      text: typeTextOf(schema),
    })),
  }
}

/** In place of a media type, where the answer is no document. */
export const WEB_SOCKET = 'WebSocket'

function callOf(path: string, method: string, operation: Operation): Call {
  const { operationId, summary, description = '', parameters, responses, requestBody } = operation
  const { 101: upgrade, 200: answer, ...refusals } = responses
  const [media = upgrade ? WEB_SOCKET : '', content] =
    Object.entries(answer?.content ?? {})[0] ?? []
  const isJson = media === 'application/json' && content !== undefined
  const body = requestBody?.content['application/json']?.schema
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    fields: [...parameters.map(fieldOf), ...(body ? bodyFieldsOf(body) : [])],
    media,
    shape: isJson ? typeTextOf(content.schema) : null,
    refusals: Object.entries(refusals).map(([status, refusal]) => ({
      status,
      meanings: meaningsOf(refusal),
    })),
  }
}

function fieldOf({ name, required, description = '', schema }: Parameter): Field {
  const { minimum, maximum, maxLength, maxItems } = schema
  const [example = ''] = schema.examples ?? []
  return {
    name,
    required,
    description,
    choices: schema.enum?.map(String) ?? [],
    isNumber: schema.type === 'integer',
    isList: schema.type === 'array',
    fallback: schema.default === undefined ? '' : String(schema.default),
    limits: {
      range:
        minimum === undefined || maximum === undefined ? null : { least: minimum, most: maximum },
      characters: maxLength ?? null,
      times: schema.type === 'array' ? (maxItems ?? 'any') : null,
    },
    example: String(example),
  }
}

function bodyFieldsOf({ properties = {}, required = [] }: JsonSchema): Field[] {
  return Object.entries(properties).map(([name, { description = '', ...schema }]) =>
    fieldOf({ name, in: 'query', required: required.includes(name), description, schema }),
  )
}

/** One sentence or more for each code. */
function meaningsOf({ description }: Answer): string[] {
  return description.split(/ (?=[A-Z][a-z]+[A-Z]\w+: )/)
}
