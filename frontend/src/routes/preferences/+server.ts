import { redirect } from '@sveltejs/kit'
import { languagePathOf, withLanguage } from '#lib/locale/language-path.ts'
import {
  APPEARANCE_COOKIE,
  appearanceOf,
  LANGUAGE_COOKIE,
  languageOf,
  YEAR_SECONDS,
} from '#lib/locale/preferences.ts'
import type { RequestHandler } from './$types'

const KEPT = { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', httpOnly: true } as const

/** Remembers a `language` or an `appearance`, and leads back to the page of the path `back`. */
export const GET: RequestHandler = ({ url, cookies }) => {
  const { origin, searchParams } = url
  const back = new URL(searchParams.get('back') ?? '/', origin)
  const { language: addressed, path } = languagePathOf(
    back.origin === origin ? back.pathname + back.search : '/',
  )
  const language = languageOf(searchParams.get('language'))
  if (language) cookies.set(LANGUAGE_COOKIE, language, KEPT)
  const appearance = appearanceOf(searchParams.get('appearance'))
  if (appearance) cookies.set(APPEARANCE_COOKIE, appearance, KEPT)
  redirect(303, withLanguage(addressed && (language ?? addressed), path))
}
