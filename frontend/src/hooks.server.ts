import type { Handle } from '@sveltejs/kit/hooks'
import { allowingApi } from '#lib/server/public-api.ts'

const RETRY_SECONDS = '5'

export const handle: Handle = async ({ event, resolve }) => {
  const response = await resolve(event)
  response.headers.set('x-content-type-options', 'nosniff')
  const policy = response.headers.get('content-security-policy')
  if (policy && event.route.id === '/docs') {
    response.headers.set('content-security-policy', allowingApi(policy))
  }
  if (response.status === 503) response.headers.set('retry-after', RETRY_SECONDS)
  return response
}
