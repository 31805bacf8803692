export type StrongRef = { cid: string; uri: string }

/** A Jetstream v1 event: https://github.com/bluesky-social/jetstream#consuming-jetstream */
export type JetstreamEvent = CommitEvent | IdentityEvent | AccountEvent

export type CommitEvent = { did: string; time_us: number; kind: 'commit'; commit: Commit }

/** `record` and `cid` are absent on a delete. */
export type Commit = {
  rev: string
  operation: 'create' | 'update' | 'delete'
  collection: string
  rkey: string
  record?: Record<string, unknown>
  cid?: string
}

/** The handle is often absent: it then stays what it was. */
export type IdentityEvent = {
  did: string
  time_us: number
  kind: 'identity'
  identity: { did: string; handle?: string; seq: number; time: string }
}

export type AccountEvent = {
  did: string
  time_us: number
  kind: 'account'
  account: { active: boolean; did: string; seq: number; status?: AccountStatus; time: string }
}

export type AccountStatus = 'takendown' | 'suspended' | 'deleted' | 'deactivated'
