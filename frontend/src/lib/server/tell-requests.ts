import { channel } from 'node:diagnostics_channel'
import type { Handle } from '@sveltejs/kit/hooks'
import type { SiteRequest } from '../../../metrics.ts'

const requests = channel('orrery:site-request')

/** Tells whoever counts requests of each one, by its route as it is written. */
export const tellRequests: Handle = async ({ event, resolve }) => {
  if (!requests.hasSubscribers) return resolve(event)
  const begun = performance.now()
  const response = await resolve(event)
  const seconds = (performance.now() - begun) / 1000
  const told: SiteRequest = { route: event.route.id, status: response.status, seconds }
  requests.publish(told)
  return response
}
