import { pathOf } from '@orrery/shared/client'
import { passOn } from '#lib/server/answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params, url }) => {
  const { since, step } = Object.fromEntries(url.searchParams)
  return passOn(pathOf('/timeseries', { collection: params.nsid, since, step }))
}
