import { parseAtUri } from './at-uri.ts'
import type { LinkTarget } from './interaction.ts'
import { isDid, type Target } from './link-target.ts'

/** A record or an account where the target names it by DID, else text. */
export function storedTarget({ kind, text }: Target): LinkTarget<string> {
  if (kind === 'did') return { kind: 'account', account: text }
  const uri = kind === 'at-uri' ? parseAtUri(text) : undefined
  if (!uri?.collection || !uri.rkey || uri.rest !== '' || !isDid(uri.authority)) {
    return { kind: 'text', text }
  }
  return { kind: 'record', account: uri.authority, collection: uri.collection, rkey: uri.rkey }
}
