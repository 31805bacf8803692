import { parseSource } from '@orrery/shared/known-sources'
import { error } from '@sveltejs/kit'
import { groupsOf } from '#lib/links.ts'
import { type LinksView, linksViewOf } from '#lib/links-view.ts'
import {
  readAccountSources,
  readLinksPage,
  readOtherTotal,
  readOutwardLinks,
  readOwner,
  readSources,
} from '#lib/server/links.ts'
import { requestedSubject } from '#lib/server/requested-subject.ts'
import { otherSpellingsOf, type Subject } from '#lib/subject.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const view = linksViewOf(url.searchParams)
  if (view.subject === '') return { view, shown: null }
  const subject = requestedSubject(view)
  if ('problem' in subject) error(400, subject.problem)
  const { source } = view
  const shown = await (source === undefined
    ? sourcesShown(view, subject)
    : linksShown({ ...view, source }, subject))
  return { view, shown: { ...shown, subject, now: Date.now() } }
}

async function sourcesShown(view: LinksView, subject: Subject) {
  const [{ sources, completeSince }, account, outward] = await Promise.all([
    readSources({ ...view, scope: 'subject' }, subject.target),
    subject.kind === 'account' ? readAccountSources(view, subject.target) : null,
    readOutwardLinks(subject),
  ])
  return {
    kind: 'sources' as const,
    owner: await readOwner(account ? { ...subject, target: account.did } : subject),
    groups: groupsOf(sources),
    accountGroups: groupsOf(account?.sources ?? []),
    outward,
    spellings: otherSpellingsOf(subject),
    completeSince,
  }
}

async function linksShown(view: LinksView & { source: string }, subject: Subject) {
  const [page, otherTotal, owner] = await Promise.all([
    readLinksPage(view, subject.target),
    readOtherTotal(view, subject.target),
    readOwner(subject),
  ])
  return { kind: 'links' as const, source: parseSource(view.source), owner, otherTotal, ...page }
}
