import type { Handle } from '@sveltejs/kit/hooks'

const RETRY_SECONDS = '5'

export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event)
  response.headers.set('x-content-type-options', 'nosniff')
  if (response.status === 503) response.headers.set('retry-after', RETRY_SECONDS)
  return response
}
