import type { Middleware } from 'koa'
import { badRequest } from './refusal.ts'

/** What lies beyond a thousand would be left out without a word. */
const MOST_PARAMETERS = 1000

/** Refuses a query of very many parameters; how long it is the server bounds. */
export const boundQuery: Middleware = async ({ querystring }, next) => {
  if (countOf(querystring, '&') >= MOST_PARAMETERS) {
    throw badRequest(`query: expected at most ${MOST_PARAMETERS} parameters.`)
  }
  await next()
}

function countOf(text: string, sign: string): number {
  let count = 0
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++
  return count
}
