import { API_PUBLIC_URL, API_URL } from '$app/env/private'

/** Where everybody reaches the API; ends without a slash. */
export const publicApiUrl = (API_PUBLIC_URL || API_URL).replace(/\/$/, '')

/** A policy of a page that also sends forms and questions to the API. */
export function allowingApi(policy: string): string {
  const { origin } = new URL(publicApiUrl)
  const forms = policy.replace(/form-action [^;]*/, (own) => `${own} ${origin}`)
  return `${forms}; connect-src 'self' ${origin}`
}
