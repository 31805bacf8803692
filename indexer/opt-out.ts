import { readHidden } from '@orrery/shared/account-status'
import { removeAvatars } from '@orrery/shared/avatar-store'
import type { CommitEvent, NetworkEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { type OptWord, optWordOf } from '@orrery/shared/opt-out'
import { z } from 'zod'
import { setStatus } from './apply-account.ts'
import { purgeAccount, removeAllRecords } from './purge-account.ts'
import type { Writer } from './writer.ts'

/**
 * What is remembered of an account that ever opted out: the rkeys of its posts that say so, whether
 * the operator lists it, and the event by which it opted in again the last time.
 */
const note = z.object({
  posts: z.array(z.string()),
  listed: z.boolean(),
  ended: z.string().optional(),
})

type Note = z.output<typeof note>

const NO_NOTE: Note = { posts: [], listed: false }
const POST = 'app.bsky.feed.post'
/** Who writes more of them can opt in again by a post, not by deleting the earliest ones. */
const MOST_POSTS = 100

/** What the events of a run say about being left out. */
export type OptOuts = {
  /**
   * Brings the account to what the event says, if it says anything new.
   * @param settle called before, so that all earlier events are applied
   */
  apply(event: CommitEvent, settle: () => Promise<void>): Promise<void>
}

/**
 * An account opts out by a post with the tag, and in again by another, or when no such post is left.
 * While it is out none of its records is kept.
 *
 * Repeat-safe, from any earlier point of the stream on. The one thing to mind: when events come again
 * after the account opted in, those that were dropped while it was out are indexed. So the note tells
 * which event it opted in by, and when that comes again all before it goes again.
 */
export async function openOptOuts(writer: Writer, events: NetworkEvent[]): Promise<OptOuts> {
  const notes = await readNotes(
    writer,
    events.filter(isTelling).map(({ did }) => did),
  )

  async function write(did: string, changed: Note): Promise<void> {
    notes.set(did, changed)
    await writeNote(writer, did, changed)
  }

  async function optOut({ did, time_us, commit }: CommitEvent, known: Note): Promise<void> {
    await leaveOut(writer, did, Math.floor(time_us / 1000))
    if (known.posts.includes(commit.rkey)) return
    const posts = [...known.posts, commit.rkey].slice(-MOST_POSTS)
    await write(did, { posts, listed: known.listed })
  }

  async function optIn(event: CommitEvent, known: Note, posts: string[]): Promise<void> {
    const { did } = event
    if (posts.length > 0) return write(did, { ...known, posts })
    const ended = nameOf(event)
    if (known.ended === ended) await removeAllRecords(writer, await numberOf(writer, did))
    await write(did, { posts, listed: known.listed, ended })
    if (!known.listed) await setStatus(writer, await numberOf(writer, did), 'active')
  }

  return {
    async apply(event, settle) {
      if (!isTelling(event)) return
      const { did, commit } = event
      const word = wordOf(event)
      const known = notes.get(did) ?? NO_NOTE
      if (word === 'out') {
        await settle()
        return optOut(event, known)
      }
      const posts = word === 'in' ? [] : known.posts.filter((rkey) => rkey !== commit.rkey)
      if (posts.length === known.posts.length && known.ended !== nameOf(event)) return
      await settle()
      await optIn(event, known, posts)
    },
  }
}

/**
 * Leaves accounts out that the operator lists, and takes them in again that are not listed any more
 * and have no post that says so. Repeat-safe; for whoever has the partition of the accounts to itself.
 * @returns whom it left out
 */
export async function applyListing(
  writer: Writer,
  listing: ReadonlyMap<string, OptWord>,
  now: number,
): Promise<string[]> {
  const leaving: string[] = []
  const notes = await readNotes(writer, listing.keys())
  for (const [did, word] of listing) {
    const known = notes.get(did) ?? NO_NOTE
    const account = await numberOf(writer, did)
    if (word === 'in') {
      if (!known.listed) continue
      if (known.posts.length === 0) await setStatus(writer, account, 'active')
      await writeNote(writer, did, { ...known, listed: false })
    } else {
      if (known.listed && (await isOut(writer, account))) continue
      await writeNote(writer, did, { ...known, listed: true })
      await leaveOut(writer, did, now)
      leaving.push(did)
    }
  }
  return leaving
}

/**
 * The status is written when all is purged: an account that has it has nothing that is left to. What
 * is known of it besides goes after that, when no API takes it in again.
 */
async function leaveOut(writer: Writer, did: string, at: number): Promise<void> {
  const account = await numberOf(writer, did)
  if (!(await isOut(writer, account))) {
    await purgeAccount(writer, account, at)
    await setStatus(writer, account, 'optedout')
  }
  const { redis } = writer.store
  await Promise.all([
    redis.del(keys.profile(did)),
    redis.del(keys.relationships(did)),
    redis.sRem(keys.privateAccounts, did),
    removeAvatars(redis, did),
  ])
}

async function isOut({ store }: Writer, account: number): Promise<boolean> {
  return (await readHidden(store, [account])).get(account) === 'optedout'
}

/** Of most posts only the deletion can say anything. */
function isTelling(event: NetworkEvent): event is CommitEvent {
  if (event.kind !== 'commit' || event.commit.collection !== POST) return false
  return event.commit.operation !== 'create' || wordOf(event) !== undefined
}

function wordOf({ commit }: CommitEvent): OptWord | undefined {
  return commit.operation === 'delete' ? undefined : optWordOf(commit.record)
}

/** Names an event among all of its account: the rev is of one commit, whoever tells of it. */
function nameOf({ commit: { operation, rkey, rev } }: CommitEvent): string {
  return `${operation} ${rkey} ${rev}`
}

async function readNotes({ store }: Writer, wanted: Iterable<string>): Promise<Map<string, Note>> {
  const dids = [...new Set(wanted)]
  if (dids.length === 0) return new Map()
  const found = await store.redis.hmGet(keys.optOuts, dids)
  return new Map(
    dids.flatMap((did, index) => {
      const text = found[index]
      return text ? [[did, note.parse(JSON.parse(text))]] : []
    }),
  )
}

async function writeNote({ store }: Writer, did: string, changed: Note): Promise<void> {
  await store.redis.hSet(keys.optOuts, did, JSON.stringify(changed))
}

async function numberOf({ store }: Writer, did: string): Promise<number> {
  const number = (await store.accounts.assign([did])).get(did)
  if (number === undefined) throw new Error(`${did} was given no number`)
  return number
}
