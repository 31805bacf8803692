import Router from '@koa/router'
import { createLog } from '@orrery/shared/logging'
import { METHODS, type OpenApi } from '@orrery/shared/openapi'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from './app.ts'
import { openAppView } from './appview.ts'
import { addLiveRoutes, type LiveDependencies } from './live-routes.ts'
import { openApiOf, routesIn } from './openapi-document.ts'
import { storeUnavailable } from './refusal.ts'

function routesOfApp() {
  const log = createLog('api', 'silent' as 'fatal')
  const app = createApp({
    readStored: () => Promise.reject(storeUnavailable()),
    appView: openAppView({ url: 'http://127.0.0.1:9', log }),
    siteUrl: 'https://site.example',
    didWeb: 'api.example',
    log,
  })
  const routers = app.middleware.flatMap((middleware) =>
    'router' in middleware && middleware.router instanceof Router ? [middleware.router] : [],
  )
  const live = new Router()
  addLiveRoutes(live, {} as LiveDependencies)
  return [...routers, live].flatMap(routesIn)
}

test('every route of the router says what it promises', () => {
  const routes = routesOfApp()
  const silent = routes.filter(({ documentation }) => documentation === undefined)

  expect(routes.length).toBeGreaterThan(30)
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

test('the document is OpenAPI 3.1', () => {
  const document = openApiOf(routesOfApp())

  expect(openApi.safeParse(document).error?.issues).toBeUndefined()
  const ids = operationsIn(document).map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const groups = document.tags.map(({ name }) => name)
  for (const { path, operation } of operationsIn(document)) {
    const named = Array.from(path.matchAll(/{(\w+)}/g), ([, name]) => name)
    const told = operation.parameters.filter((each) => each.in === 'path')
    expect(
      told.map(({ name }) => name),
      path,
    ).toEqual(named)
    const names = operation.parameters.map((each) => `${each.in} ${each.name}`)
    expect(new Set(names).size, path).toBe(names.length)
    for (const group of operation.tags) expect(groups).toContain(group)
  }
})

test('everything that the document refers to is in it', () => {
  const document = openApiOf(routesOfApp())

  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = reference.split('/').reduce<unknown>((at, name) => Object(at)[name], document)
    expect(found, reference).toBeDefined()
  }
})

function operationsIn({ paths }: OpenApi) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ path, operation }] : []
    }),
  )
}

/** The rules of https://spec.openapis.org/oas/v3.1.1 for all that the document uses of it. */
const reference = z.strictObject({ $ref: z.string().startsWith('#/components/') })
const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  examples: z.array(z.unknown()).optional(),
  example: z.never().optional(),
  nullable: z.never().optional(),
})
const content = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema }))
const answer = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), reference).optional(),
  content: content.optional(),
})
const parameterFields = { name: z.string(), description: z.string().optional(), schema }
const parameter = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('path'), required: z.literal(true), ...parameterFields }),
  z.strictObject({ in: z.literal('query'), required: z.boolean(), ...parameterFields }),
])
const operation = z.strictObject({
  operationId: z.string().regex(/^\w+$/),
  tags: z.array(z.string()).min(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), answer),
})
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(
    z
      .string()
      .startsWith('/')
      .regex(/^[^:]+$/),
    z.partialRecord(z.enum(METHODS), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), schema),
    headers: z.record(z.string(), z.strictObject({ description: z.string(), schema })),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['apiKey', 'http']) })),
  }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
})
