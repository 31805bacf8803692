import type { HandleServerError } from '@sveltejs/kit/hooks'
import { actorOf } from '#lib/search-query.ts'
import { findSimilar } from './similar-accounts.ts'

/** Tells the page of a failure what may help, and the log what nobody expected. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'unknown') {
    console.error(error)
    return
  }
  if (kind !== 'app') return
  const { code, message, retryAfter } = error
  if (retryAfter !== undefined) event.setHeaders({ 'retry-after': String(retryAfter) })
  if (code !== 'HandleNotFound') return
  const handle = handleIn(message, Object.values(event.params))
  return handle === undefined ? undefined : findSimilar(handle).then((similar) => ({ similar }))
}

/** The handle of the address that the API's sentence is about; of a pair only one may be unknown. */
function handleIn(message: string, params: (string | undefined)[]): string | undefined {
  const handles = params.flatMap((param) => actorOf(param?.replace(/^@/, '') ?? '') ?? [])
  return handles.find((handle) => message.includes(handle)) ?? handles[0]
}
