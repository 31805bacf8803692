/** As much of OpenAPI 3.1 as the API's own document has. */
export type OpenApi = {
  openapi: string
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Partial<Record<Method, Operation>>>
  components: {
    schemas: Record<string, JsonSchema>
    headers: Record<string, { description: string; schema: JsonSchema }>
    securitySchemes: Record<string, object>
  }
  security: Record<string, string[]>[]
}

export const METHODS = ['get', 'post', 'put', 'delete'] as const
export type Method = (typeof METHODS)[number]

export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters: Parameter[]
  /** What it takes to call it, where that is not what all calls take. */
  security?: Record<string, string[]>[]
  requestBody?: { required: true; content: Content }
  responses: Record<string, Answer>
}

export type Parameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  description?: string
  schema: JsonSchema
}

export type Answer = {
  description: string
  headers?: Record<string, { $ref: string }>
  content?: Content
}

export type Content = Record<
  string,
  { schema: JsonSchema; examples?: Record<string, { value: unknown }> }
>

/** As much of JSON Schema 2020-12 as schemas here come down to. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  enum?: (string | number | boolean | null)[]
  const?: unknown
  description?: string
  default?: unknown
  examples?: unknown[]
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema | false
  prefixItems?: JsonSchema[]
  anyOf?: JsonSchema[]
}
