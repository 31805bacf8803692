import { pathOf } from '@orrery/shared/client'
import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params, url }) => {
  const window = url.searchParams.get('window') ?? undefined
  return passOn(pathOf('/pairs/{a}/{b}', { a: params.actor, b: params.other, window }))
}
