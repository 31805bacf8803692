import { decodeTime } from './naive-tid.ts'

/**
 * The slow and obvious twin of the store: it keeps every record as it came and reads the rules for
 * interactions off the record itself. It shares no code with the project on purpose.
 */
export type NaiveRow = {
  did: string
  like: number
  repost: number
  reply: number
  quote: number
  post: number
  characters: number
  total: number
  last: string
}
export type NaiveAnswer = { sent: NaiveRow[]; received: NaiveRow[]; both: NaiveRow[] }

// biome-ignore lint/suspicious/noExplicitAny: records are whatever people wrote
type Json = any
type Kept = { did: string; collection: string; record: Json; time: number }
type Type = 'like' | 'repost' | 'reply' | 'quote' | 'post'
export type Made = { author: string; subject: string; type: Type; time: number; record: Kept }

export class NaiveRecount {
  readonly records = new Map<string, Kept>()
  /** The status of accounts that are not active. */
  readonly hidden = new Map<string, string>()
  private readonly deleted = new Set<string>()
  /** Of accounts that have opted out, the records that say so. */
  private readonly optOuts = new Map<string, Set<string>>()
  readonly accounts = new Set<string>()
  /** Accounts that were deleted, and when, in milliseconds. */
  readonly purged: { did: string; before: number }[] = []

  apply(event: Json): void {
    this.accounts.add(event.did)
    if (event.kind === 'account') this.applyAccount(event)
    if (event.kind !== 'commit') return
    const { operation, collection, rkey, record, rev } = event.commit
    const name = `${event.did} ${collection} ${rkey}`
    this.applyChoice(event, name)
    if (this.optOuts.has(event.did)) return
    if (operation === 'delete') this.records.delete(name)
    else {
      const time = timeOf(rev, event.time_us)
      this.records.set(name, { did: event.did, collection, record, time })
      if (this.deleted.delete(event.did)) this.hidden.delete(event.did)
    }
  }

  private applyChoice({ did, commit, time_us }: Json, name: string): void {
    if (commit.collection !== 'app.bsky.feed.post') return
    const text = commit.record?.text ?? ''
    const said = this.optOuts.get(did)
    if (text.includes('#orrery-optout')) {
      this.optOuts.set(did, (said ?? new Set()).add(name))
      if (!said) this.purge(did, time_us)
      this.deleted.delete(did)
      this.hidden.set(did, 'optedout')
      return
    }
    if (commit.operation !== 'create') said?.delete(name)
    if (!said || (said.size > 0 && !text.includes('#orrery-optin'))) return
    this.optOuts.delete(did)
    this.hidden.delete(did)
  }

  private purge(did: string, time_us: number): void {
    this.purged.push({ did, before: Math.floor(time_us / 1000) })
    for (const [name, kept] of this.records) if (kept.did === did) this.records.delete(name)
  }

  private applyAccount({ did, account, time_us }: Json): void {
    if (this.optOuts.has(did)) return
    if (account.active) this.hidden.delete(did)
    else this.hidden.set(did, account.status)
    this.deleted.delete(did)
    if (account.active || account.status !== 'deleted') return
    this.deleted.add(did)
    this.purge(did, time_us)
  }

  /** All interactions of the span, each with its record. */
  interactions(from: number, to: number): Made[] {
    return Array.from(this.records.values())
      .filter(({ time }) => time >= from && time < to)
      .flatMap(madeBy)
  }

  /** Every account's answer at once, by DID; accounts without any are absent. */
  answers(from: number, to: number): Map<string, NaiveAnswer> {
    return this.answersOf(this.interactions(from, to))
  }

  answersOf(interactions: Made[]): Map<string, NaiveAnswer> {
    const answers = new Map<string, NaiveAnswer>()
    const of = (did: string) => {
      const answer = answers.get(did) ?? { sent: [], received: [], both: [] }
      answers.set(did, answer)
      return answer
    }
    for (const made of interactions) {
      if (this.hidden.has(made.author) || this.hidden.has(made.subject)) continue
      for (const direction of ['sent', 'both'] as const) {
        add(of(made.author)[direction], made.subject, made)
      }
      for (const direction of ['received', 'both'] as const) {
        add(of(made.subject)[direction], made.author, made)
      }
    }
    for (const answer of answers.values()) {
      for (const rows of Object.values(answer)) rows.sort(order)
    }
    return answers
  }
}

const counted = new WeakMap<NaiveRow, Set<Kept>>()

function add(rows: NaiveRow[], partner: string, { type, time, record }: Made): void {
  let row = rows.find(({ did }) => did === partner)
  if (!row) {
    const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
    row = { did: partner, ...none, last: '' }
    rows.push(row)
    counted.set(row, new Set())
  }
  row[type]++
  row.total++
  const iso = new Date(time).toISOString()
  if (iso > row.last) row.last = iso
  const texts = counted.get(row)
  if (record.collection === 'app.bsky.feed.post' && !texts?.has(record)) {
    row.characters += [...new Intl.Segmenter().segment(record.record.text ?? '')].length
  }
  texts?.add(record)
}

function order(a: NaiveRow, b: NaiveRow): number {
  if (a.total !== b.total) return b.total - a.total
  if (a.last !== b.last) return a.last < b.last ? 1 : -1
  return a.did < b.did ? -1 : 1
}

function madeBy(kept: Kept): Made[] {
  const { did: author, collection, record, time } = kept
  const made = new Map<string, Made>()
  const make = (type: Type, subject: string | undefined) => {
    if (!subject || subject === author) return
    made.set(`${type} ${subject}`, { author, subject, type, time, record: kept })
  }
  if (collection === 'app.bsky.feed.like') make('like', recordOwner(record.subject?.uri))
  if (collection === 'app.bsky.feed.repost') make('repost', recordOwner(record.subject?.uri))
  if (collection === 'app.bsky.feed.post') {
    const parent = recordOwner(record.reply?.parent?.uri)
    const quotes = [record.embed?.record?.uri, record.embed?.record?.record?.uri]
      .filter((uri) => typeof uri === 'string' && uri.split('/')[3] === 'app.bsky.feed.post')
      .map(recordOwner)
    make('reply', parent)
    for (const quoted of quotes) make('quote', quoted)
    for (const facet of list(record.facets)) {
      for (const feature of list(facet?.features)) {
        if (feature?.$type !== 'app.bsky.richtext.facet#mention') continue
        const named = isDid(feature.did) ? feature.did : undefined
        if (named !== parent && !quotes.includes(named)) make('post', named)
      }
    }
  }
  return Array.from(made.values())
}

function list(value: Json): Json[] {
  return Array.isArray(value) ? value : []
}

function recordOwner(uri: Json): string | undefined {
  if (typeof uri !== 'string' || !uri.startsWith('at://')) return undefined
  const [, , owner, collection, rkey, ...more] = uri.split('/')
  if (!collection || !rkey || more.length > 0) return undefined
  return isDid(owner) ? owner : undefined
}

function isDid(text: Json): text is string {
  return typeof text === 'string' && /^did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._%-]$/.test(text)
}

function timeOf(rev: string, time_us: number): number {
  const arrival = Math.floor(time_us / 1000)
  const time = decodeTime(rev)
  const believed = time !== undefined && time <= arrival + 300_000 && time >= arrival - 3_600_000
  return believed ? time : arrival
}
