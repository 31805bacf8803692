import type { Profile } from '@orrery/shared/circle'
import { addressOf, handleOf, nameOf } from '@orrery/shared/circle-person'
import { recordNameOf, type Sources } from '#lib/source-names.ts'
import type { Subject } from '#lib/subject.ts'

const WEB = /^https?:\/\/(?:www\.)?([^/?#]+)\/?(.*)$/s

/**
 * What a subject is called in a sentence: the account's name, `a post by @maya.example`,
 * `a page of example.com`. A DID is nothing to call anybody by.
 */
export function subjectNameOf(subject: Subject, owner: Profile | null, words: Sources): string {
  const named = owner && (owner.displayName?.trim() || handleOf(owner)) ? owner : null
  switch (subject.kind) {
    case 'account':
      return named ? nameOf(named) : isDid(subject.target) ? words.account : subject.target
    case 'record': {
      const record = recordNameOf(subject.collection, words).one
      if (named) return words.by(record, handleOf(named) ? addressOf(named) : nameOf(named))
      return isDid(subject.owner) ? record : words.by(record, subject.owner)
    }
    case 'address': {
      const [, host, rest] = WEB.exec(subject.target) ?? []
      return host === undefined ? subject.target : rest ? words.pageOf(host) : host
    }
  }
}

function isDid(actor: string): boolean {
  return actor.startsWith('did:')
}
