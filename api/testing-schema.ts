import type { JsonSchema, OpenApi } from '@orrery/shared/openapi'

type Schemas = OpenApi['components']['schemas']

/**
 * Where and how a value is not as the schema says; undefined where it is. Fields that the schema does
 * not name are wrong, so that nothing is answered that is not documented.
 */
export function mismatchOf(
  value: unknown,
  schema: JsonSchema,
  schemas: Schemas,
  place = '$',
): string | undefined {
  const wrong = (expected: string) =>
    `${place}: expected ${expected}, got ${JSON.stringify(value)?.slice(0, 100)}`
  if (schema.$ref) {
    const named = schemas[schema.$ref.replace('#/components/schemas/', '')]
    return named ? mismatchOf(value, named, schemas, place) : wrong(`the unknown ${schema.$ref}`)
  }
  if (schema.anyOf) {
    const found = schema.anyOf.map((each) => mismatchOf(value, each, schemas, place))
    return found.every((each) => each !== undefined) ? found.join('; or ') : undefined
  }
  if (schema.enum && !schema.enum.includes(value as string)) return wrong(schema.enum.join(', '))
  if (schema.const !== undefined && schema.const !== value) return wrong(String(schema.const))
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.some((type) => isA(type, value))) return wrong(types.join(' or '))
  if (typeof value === 'number' && value < (schema.minimum ?? value)) return wrong('more')
  if (schema.format === 'date-time' && typeof value === 'string' && !isTime(value)) {
    return wrong('an ISO time')
  }
  if (Array.isArray(value)) return listMismatchOf(value, schema, schemas, place)
  if (isA('object', value)) return fieldMismatchOf(Object(value), schema, schemas, place)
  return undefined
}

function listMismatchOf(list: unknown[], schema: JsonSchema, schemas: Schemas, place: string) {
  for (const [index, value] of list.entries()) {
    const each = schema.prefixItems?.[index] ?? schema.items
    if (each === false) return `${place}[${index}]: one too many`
    const wrong = each && mismatchOf(value, each, schemas, `${place}[${index}]`)
    if (wrong) return wrong
  }
  return undefined
}

function fieldMismatchOf(
  value: Record<string, unknown>,
  { properties, required = [], additionalProperties }: JsonSchema,
  schemas: Schemas,
  place: string,
): string | undefined {
  if (properties === undefined && additionalProperties === undefined) return undefined
  const missing = required.find((name) => !(name in value))
  if (missing !== undefined) return `${place}.${missing}: missing`
  for (const [name, field] of Object.entries(value)) {
    const schema = properties?.[name] ?? additionalProperties ?? false
    if (schema === false) return `${place}.${name}: not documented`
    const wrong = schema !== true && mismatchOf(field, schema, schemas, `${place}.${name}`)
    if (wrong) return wrong
  }
  return undefined
}

function isA(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && /^\d{4}-\d\d-\d\dT/.test(text)
}
