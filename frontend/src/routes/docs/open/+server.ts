import { pathOf } from '@orrery/shared/client'
import type { OpenApi } from '@orrery/shared/openapi'
import { error } from '@sveltejs/kit'
import { readApi } from '#lib/server/api.ts'
import { publicApiUrl } from '#lib/server/public-api.ts'
import type { RequestHandler } from './$types'

/** Leads a form of the page to the address of the API that it means. */
export const GET: RequestHandler = async ({ url }) => {
  const { paths } = await readApi<OpenApi>('/openapi.json')
  const id = url.searchParams.get('call')
  const found = Object.entries(paths).find(([, { get }]) => get?.operationId === id)
  if (found === undefined) error(404, 'There is no such call.')
  const names = found[1].get?.parameters.map(({ name }) => name) ?? []
  const given = names.map((name) => {
    const values = url.searchParams.getAll(name).filter((value) => value !== '')
    return [name, values] as const
  })
  const location = publicApiUrl + pathOf(found[0], Object.fromEntries(given))
  return new Response(null, { status: 303, headers: { location } })
}
