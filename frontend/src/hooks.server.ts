import { type Handle, sequence } from '@sveltejs/kit/hooks'
import { acceptedLanguageOf } from '#lib/locale/accepted-language.ts'
import { languagePathOf } from '#lib/locale/language-path.ts'
import {
  APPEARANCE_COOKIE,
  appearanceOf,
  LANGUAGE_COOKIE,
  languageOf,
  ZONE_COOKIE,
  zoneOf,
} from '#lib/locale/preferences.ts'
import { allowingApi } from '#lib/server/public-api.ts'
import { tellRequests } from '#lib/server/tell-requests.ts'

const RETRY_SECONDS = '5'

const answer: Handle = async ({ event, resolve }) => {
  const { url, cookies, request, locals } = event
  const accepted = request.headers.get('accept-language')
  locals.addressed = languagePathOf(url.pathname).language
  locals.language =
    locals.addressed ??
    languageOf(cookies.get(LANGUAGE_COOKIE)) ??
    acceptedLanguageOf(accepted) ??
    'en'
  locals.appearance = appearanceOf(cookies.get(APPEARANCE_COOKIE)) ?? 'auto'
  locals.zone = zoneOf(cookies.get(ZONE_COOKIE)) ?? 'UTC'

  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace(
        '<html lang="en">',
        `<html lang="${locals.language}" data-appearance="${locals.appearance}">`,
      ),
  })
  const { headers } = response
  headers.set('x-content-type-options', 'nosniff')
  const policy = headers.get('content-security-policy')
  if (policy) {
    headers.append('vary', 'Accept-Language, Cookie')
    if (event.route.id === '/docs') headers.set('content-security-policy', allowingApi(policy))
  }
  if (response.status === 503) headers.set('retry-after', RETRY_SECONDS)
  return response
}

export const handle = sequence(tellRequests, answer)

export { handleError } from '#lib/server/failures.ts'
