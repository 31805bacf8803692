import type { JsonSchema } from './openapi.ts'

const REFERENCE = '#/components/schemas/'

/** The schema as a TypeScript type, with its descriptions as comments; what it refers to by name. */
export function typeTextOf(schema: JsonSchema, indent = ''): string {
  if (schema.$ref) return schema.$ref.slice(REFERENCE.length)
  if (schema.const !== undefined) return literalOf(schema.const)
  if (schema.enum) return schema.enum.map(literalOf).join(' | ')
  if (schema.anyOf) return schema.anyOf.map((each) => typeTextOf(each, indent)).join(' | ')
  const types = [schema.type ?? 'unknown'].flat()
  return types.map((type) => textOf(type, schema, indent)).join(' | ')
}

function textOf(type: string, schema: JsonSchema, indent: string): string {
  if (type === 'array') return listText(schema, indent)
  if (type === 'object') return objectText(schema, indent)
  return type === 'integer' ? 'number' : type
}

function listText({ items, prefixItems }: JsonSchema, indent: string): string {
  if (prefixItems) return `[${prefixItems.map((each) => typeTextOf(each, indent)).join(', ')}]`
  if (!items) return 'unknown[]'
  const item = typeTextOf(items, indent)
  return isUnion(items) ? `(${item})[]` : `${item}[]`
}

function isUnion(schema: JsonSchema): boolean {
  return [schema.anyOf ?? schema.enum ?? schema.type ?? []].flat().length > 1
}

function objectText(
  { properties, required = [], additionalProperties }: JsonSchema,
  indent: string,
): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties ?? {}).flatMap(([name, schema]) => [
    ...(schema.description ? [`${inner}/** ${schema.description} */`] : []),
    `${inner}${keyOf(name)}${required.includes(name) ? '' : '?'}: ${typeTextOf(schema, inner)}`,
  ])
  if (properties && lines.length === 0) return 'Record<string, never>'
  if (properties) return `{\n${lines.join('\n')}\n${indent}}`
  const values = typeof additionalProperties === 'object' ? additionalProperties : {}
  return `Record<string, ${typeTextOf(values, indent)}>`
}

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : literalOf(name)
}

function literalOf(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value)
}
