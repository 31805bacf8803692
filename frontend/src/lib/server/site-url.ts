import { SITE_URL } from '$app/env/private'

/** Where everybody reaches the site, without a slash at its end. */
export function originOf(requested: URL): string {
  return SITE_URL ? SITE_URL.replace(/\/$/, '') : requested.origin
}
