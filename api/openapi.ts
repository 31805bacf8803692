import type { Middleware } from 'koa'
import type { z } from 'zod'
import type { RefusalCode } from './openapi-refusals.ts'

/** The groups that calls stand in, in the order of the document. */
export const GROUPS = {
  Circles: 'Who is closest to whom.',
  Pictures: 'The same to look at.',
  Interactions: 'Likes, reposts, replies, quotes and mentions of accounts.',
  Network: 'What goes on in all the network, and how the server fares.',
  Live: 'What happens, as it happens.',
  Links: 'Who links to what, in the calls of the Constellation index.',
  'Older link calls': 'The same in the older calls of that index.',
  Collections: 'What is written, by collection, in the calls of the UFOs index.',
  'Python tracker': 'The calls of the tracker that this one replaces.',
  About: 'What the server says of itself.',
} as const

/** An answer that makes the connection one of another kind. */
export type Switch = { protocol: string; description: string }

/** An answer that is no JSON: its media type, and what it is. */
export type Media = { media: string; description: string }

/** What a route promises. Its path and method are those that the router has it under. */
export type Documentation = {
  group: keyof typeof GROUPS
  /** What clients call it; unique. */
  id: string
  summary: string
  description?: string
  query?: z.ZodObject
  /** Of path parameters that are no actors. */
  params?: Record<string, z.ZodType>
  body?: z.ZodType
  answer: z.ZodType | Media | Switch
  /** What it may refuse with, besides what every call may. */
  refusals?: readonly RefusalCode[]
  /** What stands in place of 404. */
  notFound?: number
  /** A refusal has a `detail` as well, once the call itself was reached. */
  detailed?: boolean
  /** It answers without the store. */
  storeless?: boolean
  /** It answers with a key only. */
  keyed?: boolean
  headers?: string[]
}

const documentations = new WeakMap<object, Documentation>()

/** Stands among the middlewares of a route and says what the route promises. */
export function documented(documentation: Documentation): Middleware {
  const passOn: Middleware = (_, next) => next()
  documentations.set(passOn, documentation)
  return passOn
}

/** The documentation among the middlewares of a route. */
export function documentationIn(stack: readonly object[]): Documentation | undefined {
  for (const middleware of stack) {
    const found = documentations.get(middleware)
    if (found) return found
  }
  return undefined
}
