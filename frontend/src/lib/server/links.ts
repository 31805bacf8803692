import type { Profile } from '@orrery/shared/circle'
import { isHttpError } from '@sveltejs/kit'
import type { LinkingRecord, OutwardLink, SourceCount } from '#lib/links.ts'
import { apiPathOf, type LinksView } from '#lib/links-view.ts'
import { recordNameOf, type Sources, sourceNameOf } from '#lib/source-names.ts'
import type { Subject } from '#lib/subject.ts'
import { findAccounts, readProfiles, unknownProfile } from './accounts.ts'
import { askApi, readApi, readCall } from './api.ts'

type Counted = { records: number; distinct_dids: number; last_seen: string | null }
type NamedRecord = { did: string; collection: string; rkey: string; indexedAt: string }

/** Since when (ISO) the index holds all that happened, where the API says so. */
export type Complete = { completeSince: string | null }

/** A page of those who link; `accounts` or `records`, as the view asks. */
export type LinksPage = Complete & {
  list: { records: LinkingRecord[] } | { accounts: Profile[] }
  /** How many there are on all pages. */
  total: number
  /** Where the next page begins, null on the last one. */
  cursor: string | null
}

/** Every source that links to the target come from. */
export async function readSources(
  view: LinksView,
  target: string,
  words: Sources,
): Promise<Complete & { sources: SourceCount[] }> {
  type Answer = { links: Record<string, Record<string, Counted>> }
  const { answer, completeSince } = await readLinks<Answer>(apiPathOf(view, target))
  const sources = Object.entries(answer.links).flatMap(([collection, paths]) =>
    Object.entries(paths).map(([path, counted]) =>
      countOf({ collection, path: path.replace(/^\./, ''), ...counted }, words),
    ),
  )
  return { sources, completeSince }
}

/** Every source that links to an account and its records come from; null where there is none. */
export async function readAccountSources(
  view: LinksView,
  actor: string,
  words: Sources,
): Promise<{ did: string; sources: SourceCount[] } | null> {
  type Answer = { did: string; sources: (Counted & { collection: string; path: string })[] }
  const path = apiPathOf({ ...view, scope: 'account' }, actor)
  const answer = await orNull(readApi<Answer>(path))
  return answer && { did: answer.did, sources: answer.sources.map((each) => countOf(each, words)) }
}

export async function readLinksPage(
  view: LinksView,
  target: string,
  words: Sources,
): Promise<LinksPage> {
  type Answer = { total: number; cursor: string | null } & (
    | { linking_dids: string[] }
    | { records: (NamedRecord & { subject?: string | null })[] }
  )
  const { answer, completeSince } = await readLinks<Answer>(apiPathOf(view, target))
  const { total, cursor } = answer
  const dids = 'linking_dids' in answer ? answer.linking_dids : answer.records.map(({ did }) => did)
  const profiles = await profilesOf(dids)
  const profileOf = (did: string) => profiles.get(did) ?? unknownProfile(did)
  const list =
    'linking_dids' in answer
      ? { accounts: dids.map(profileOf) }
      : {
          records: answer.records.map(({ did, collection, rkey, indexedAt, subject = null }) => ({
            profile: profileOf(did),
            name: recordNameOf(collection, words).bare,
            collection,
            rkey,
            uri: `at://${did}/${collection}/${rkey}`,
            indexedAt,
            subject,
          })),
        }
  return { list, total, cursor, completeSince }
}

/** How many there are in the list of the same links that the view does not show. */
export async function readOtherTotal(view: LinksView, target: string): Promise<number | null> {
  if (view.scope === 'account') return null
  const list = view.list === 'records' ? 'accounts' : 'records'
  const path = apiPathOf({ ...view, list, cursor: undefined }, target)
  const { total } = await readApi<{ total: number }>(path.replace(/\blimit=\d+/, 'limit=1'))
  return total
}

/** What a record links to itself; nothing where it is not kept. */
export async function readOutwardLinks(subject: Subject): Promise<OutwardLink[]> {
  if (subject.kind !== 'record' || !subject.collection || !subject.rkey) return []
  const { owner: repo, collection, rkey } = subject
  const answer = await orNull(readCall('/links/from', { repo, collection, rkey }))
  if (answer === null || !('links' in answer)) return []
  return answer.links.map(({ path, target }) => ({ path: path.replace(/^\./, ''), target }))
}

/** Who the subject is, or whose record; null where it is nobody's or nobody knows the handle. */
export async function readOwner(subject: Subject): Promise<Profile | null> {
  if (subject.kind === 'address') return null
  const actor = subject.kind === 'account' ? subject.target : subject.owner
  if (actor.startsWith('did:'))
    return (await profilesOf([actor])).get(actor) ?? unknownProfile(actor)
  const found = await findAccounts(actor).catch(() => [])
  return found.find(({ handle }) => handle === actor) ?? null
}

async function readLinks<Answer>(path: string): Promise<Complete & { answer: Answer }> {
  const response = await askApi(path)
  return {
    answer: (await response.json()) as Answer,
    completeSince: response.headers.get('orrery-complete-since'),
  }
}

/** The links are worth showing without names, too. */
async function profilesOf(dids: string[]): Promise<Map<string, Profile>> {
  return readProfiles([...new Set(dids)], []).catch(() => new Map())
}

/** Null for what the API refuses as unknown or as none that it can read. */
async function orNull<Answer>(reading: Promise<Answer>): Promise<Answer | null> {
  return reading.catch((cause: unknown) => {
    if (isHttpError(cause) && [400, 403, 404].includes(cause.status)) return null
    throw cause
  })
}

function countOf(
  counted: Counted & { collection: string; path: string },
  words: Sources,
): SourceCount {
  const { collection, path, records, distinct_dids, last_seen } = counted
  const name = sourceNameOf({ collection, path }, words)
  return { name, collection, path, records, accounts: distinct_dids, lastSeen: last_seen }
}
