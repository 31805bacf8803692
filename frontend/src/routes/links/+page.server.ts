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
import { proseOf } from '#lib/server/prose.ts'
import { requestedSubject } from '#lib/server/requested-subject.ts'
import { recordNameOf, type Sources, sourceNameOf } from '#lib/source-names.ts'
import { otherSpellingsOf, type Subject } from '#lib/subject.ts'
import type { PageServerLoad } from './$types'
import { subjectNameOf } from './subject-name.ts'

export const load: PageServerLoad = async ({ url, locals }) => {
  const view = linksViewOf(url.searchParams)
  if (view.subject === '') return { view, shown: null }
  const { sources: words } = await proseOf(locals.language)
  const subject = requestedSubject(view)
  if ('problem' in subject) {
    error(400, { message: words.noSubject(view.subject), code: 'NoSubject' })
  }
  const { source } = view
  const shown = await (source === undefined
    ? sourcesShown(view, subject, words)
    : linksShown({ ...view, source }, subject, words))
  const title = words.linksTo(subjectNameOf(subject, shown.owner, words))
  return { view, shown: { ...shown, subject, title, now: Date.now() } }
}

async function sourcesShown(view: LinksView, subject: Subject, words: Sources) {
  const [{ sources, completeSince }, account, outward] = await Promise.all([
    readSources({ ...view, scope: 'subject' }, subject.target, words),
    subject.kind === 'account' ? readAccountSources(view, subject.target, words) : null,
    readOutwardLinks(subject),
  ])
  const collection = subject.kind === 'record' ? subject.collection : undefined
  return {
    kind: 'sources' as const,
    owner: await readOwner(account ? { ...subject, target: account.did } : subject),
    groups: groupsOf(sources),
    accountGroups: groupsOf(account?.sources ?? []),
    outward: { heading: recordNameOf(collection, words).own, links: outward },
    spellings: otherSpellingsOf(subject),
    completeSince,
  }
}

async function linksShown(view: LinksView & { source: string }, subject: Subject, words: Sources) {
  const [page, otherTotal, owner] = await Promise.all([
    readLinksPage(view, subject.target, words),
    readOtherTotal(view, subject.target),
    readOwner(subject),
  ])
  const source = parseSource(view.source)
  const name = sourceNameOf(source, words)
  return { kind: 'links' as const, source: { ...source, name }, owner, otherTotal, ...page }
}
