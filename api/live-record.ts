import { statusOf } from '@orrery/shared/account-status'
import { commitTime } from '@orrery/shared/commit-time'
import { readEvent } from '@orrery/shared/event'
import type { Target } from '@orrery/shared/link-target'
import { linksOf } from '@orrery/shared/links-of'

/** A link as it comes: its target as text, and the account that the target is or belongs to. */
export type LiveLink = {
  path: string
  subject: string
  account: string | undefined
  target: Target
}

/** A commit to a record, and what it means for who follows the stream. */
export type LiveRecord = {
  /** Which of its entry's events it is. */
  line: number
  /** How many links come before its own, where the event is the end of an account. */
  first: number
  author: string
  collection: string
  rkey: string
  rev: string
  /** Of the commit, in milliseconds. */
  time: number
  /** What the record links to now; nothing where it was deleted. */
  links: LiveLink[]
  /** That there may have been an earlier version. */
  replaces: boolean
  /** What that linked to, where it is remembered. */
  before: LiveLink[] | undefined
  /** The same for those who are told later, and were not told of versions that were soon replaced. */
  beforeLater: LiveLink[] | undefined
  /** That the record changed again before those who are told later heard of it. */
  overtaken: boolean
}

/** That an account went away or came back; `deleted` where its records are gone with it. */
export type LiveStatus = {
  line: number
  did: string
  active: boolean
  deleted: boolean
  time: number
}

/** What an event tells that is followed live; undefined for the rest. */
export type LiveEvent =
  | { kind: 'record'; record: LiveRecord }
  | { kind: 'status'; status: LiveStatus }

/** @param line one line of a stream's batch, and the how many-th */
export function liveEventOf(text: string, line: number): LiveEvent | undefined {
  const read = readEvent(text)
  if ('reason' in read) return undefined // the indexer puts it away and says so
  const { event } = read
  if (event.kind === 'account') {
    const { did, time_us, account } = event
    const became = statusOf(account)
    const time = Math.floor(time_us / 1000)
    const status = { line, did, time, active: account.active, deleted: became === 'deleted' }
    return { kind: 'status', status }
  }
  if (event.kind === 'identity') return undefined
  const { did: author, time_us, commit } = event
  const { collection, rkey, rev } = commit
  const isDelete = commit.operation === 'delete'
  const links = isDelete ? [] : linksOf(commit.record).links.map(liveLinkOf)
  const version = {
    line,
    first: 0,
    author,
    collection,
    rkey,
    rev,
    time: commitTime(rev, time_us),
    links,
  }
  const replaces = commit.operation !== 'create'
  const unmet = { before: undefined, beforeLater: undefined, overtaken: false }
  const record = { ...version, replaces, ...unmet }
  return { kind: 'record', record }
}

/** The links of the first that are not among the others. */
export function linksBeside(links: LiveLink[], others: LiveLink[]): LiveLink[] {
  if (links.length === 0 || others.length === 0) return links
  const names = new Set(others.map(({ path, subject }) => `${path} ${subject}`))
  return links.filter(({ path, subject }) => !names.has(`${path} ${subject}`))
}

function liveLinkOf({ path, target }: { path: string; target: Target }): LiveLink {
  return { path, subject: target.text, account: accountOf(target), target }
}

function accountOf({ kind, text }: Target): string | undefined {
  if (kind === 'did') return text
  if (kind === 'uri' || !text.startsWith('at://did:')) return undefined
  const end = /[/?#]/.exec(text.slice(5))
  return end ? text.slice(5, 5 + end.index) : text.slice(5)
}
