import { error } from '@sveltejs/kit'
import { askApi } from '#lib/server/api.ts'
import type { RequestHandler } from './$types'

/** Everything that is kept about the account that the form names, as a file. */
export const GET: RequestHandler = async ({ url }) => {
  const actor = url.searchParams.get('actor')?.trim()
  if (!actor) error(400, 'Which account? Give a handle or a DID.')
  const { body } = await askApi(`/export/${encodeURIComponent(actor)}`)
  return new Response(body, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="orrery-export.json"',
      'cache-control': 'no-store',
    },
  })
}
