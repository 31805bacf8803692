import { isHttpError, redirect } from '@sveltejs/kit'
import { withLanguage } from '#lib/locale/language-path.ts'
import { askApi } from '#lib/server/api.ts'
import type { RequestHandler } from './$types'

/** Everything that is kept about the account that the form names, as a file. */
export const GET: RequestHandler = async ({ url, locals }) => {
  const actor = url.searchParams.get('actor')?.trim() ?? ''
  try {
    const { body } = await askApi(`/export/${encodeURIComponent(actor)}`)
    return new Response(body, {
      headers: {
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="orrery-export.json"',
        'cache-control': 'no-store',
      },
    })
  } catch (cause) {
    if (!isHttpError(cause)) throw cause
    const { status, code = String(status) } = cause.body
    const query = new URLSearchParams({ actor, refusal: code })
    redirect(303, withLanguage(locals.addressed, `/privacy?${query}#own`))
  }
}
