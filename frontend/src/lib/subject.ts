import { parseAtUri } from '@orrery/shared/at-uri'
import { targetOf } from '@orrery/shared/link-target'
import { shownOn } from './bluesky.ts'
import { actorOf, cleanOf } from './search-query.ts'

/**
 * What links are looked for to; `target` is how the API is asked for it. An account is named by its
 * DID or its handle, and so is the one that a record belongs to. An at-uri may name less than a
 * record. An address is any other URI, of the web or not.
 */
export type Subject =
  | { kind: 'account'; target: string }
  | {
      kind: 'record'
      target: string
      owner: string
      collection: string | undefined
      rkey: string | undefined
    }
  | { kind: 'address'; target: string }

const SITE_WITHOUT_SCHEME = /^([a-z\d-]+\.)+[a-z][a-z\d-]*(:\d+)?[/?#]/i
const WEB = /^https?:\/\//i

/**
 * Reads what somebody typed or pasted: a handle with or without `@`, a DID, an at-uri, a page of
 * bsky.app (which stands for the account or record that it shows), else an address, of the web where
 * no scheme is named. Undefined where it can be none of these.
 */
export function subjectOf(text: string): Subject | undefined {
  const typed = cleanOf(text)
  const actor = actorOf(typed.replace(/^@/, ''))
  if (actor !== undefined) return { kind: 'account', target: actor }

  const shown = shownOn(typed)
  if (shown?.record) {
    const { collection, rkey } = shown.record
    return exactSubjectOf(`at://${shown.actor}/${collection}/${rkey}`)
  }
  if (shown) return { kind: 'account', target: shown.actor }

  const subject = exactSubjectOf(SITE_WITHOUT_SCHEME.test(typed) ? `https://${typed}` : typed)
  const isRepository = subject?.kind === 'record' && subject.collection === undefined
  const owner = isRepository ? actorOf(subject.owner) : undefined
  return owner === undefined ? subject : { kind: 'account', target: owner }
}

/**
 * The link target that a text is as it stands, in its normal form. Of a web address, what is not
 * ASCII is escaped as browsers do when they send it.
 */
export function exactSubjectOf(text: string): Subject | undefined {
  const typed = cleanOf(text)
  const target = targetOf(typed) ?? (WEB.test(typed) ? targetOf(escaped(typed)) : undefined)
  if (target === undefined) return undefined
  if (target.kind === 'did') return { kind: 'account', target: target.text }
  const parts = target.kind === 'at-uri' ? parseAtUri(target.text) : undefined
  if (parts === undefined) return { kind: 'address', target: target.text }
  const { authority, collection, rkey } = parts
  return { kind: 'record', target: target.text, owner: authority, collection, rkey }
}

/**
 * Other spellings under which people may have linked to the same: of a web address with the other
 * scheme, with or without the slash at its end, without query and fragment; of a handle, the site of
 * that name. The likeliest first.
 */
export function otherSpellingsOf({ kind, target }: Subject): string[] {
  if (kind === 'account') return target.startsWith('did:') ? [] : [`https://${target}`]
  if (kind === 'record' || !WEB.test(target)) return []
  const bare = target.replace(/[?#].*$/s, '')
  const slashed = bare.endsWith('/') ? bare.slice(0, -1) : `${bare}/`
  const schemed = target.startsWith('https:')
    ? target.replace(/^https:/, 'http:')
    : target.replace(/^http:/, 'https:')
  return bare === target ? [slashed, schemed] : [bare, slashed, schemed]
}

function escaped(address: string): string {
  return URL.parse(address)?.href ?? ''
}
