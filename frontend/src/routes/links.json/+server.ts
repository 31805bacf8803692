import { json } from '@sveltejs/kit'
import { apiPathOf, linksViewOf } from '#lib/links-view.ts'
import { passOn } from '#lib/server/answer.ts'
import { requestedSubject } from '#lib/server/requested-subject.ts'
import type { RequestHandler } from './$types'

/** What the links page shows with the same query, as the API says it. */
export const GET: RequestHandler = ({ url }) => {
  const view = linksViewOf(url.searchParams)
  const subject = requestedSubject(view)
  if (!('problem' in subject)) return passOn(apiPathOf(view, subject.target))
  return json({ error: 'InvalidRequest', message: subject.problem }, { status: 400 })
}
