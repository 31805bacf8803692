import { readHidden } from '@orrery/shared/account-status'
import { listBuckets } from '@orrery/shared/bucket'
import { BUSY_PARTS, readBusyAccounts } from '@orrery/shared/busy-account'
import {
  authoredMember,
  authorMember,
  hotMember,
  readSent,
  receivedField,
  receivedValue,
  type SentMember,
  shardOfTarget,
} from '@orrery/shared/codec'
import { type HotKeys, hotKeysOf, readHotSources, readHotTargets } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { sourceText } from '@orrery/shared/known-sources'
import { linksTo, readHash } from '@orrery/shared/members'
import { isStray, strayPlaceOf } from '@orrery/shared/record-lookup'
import type { Store } from '@orrery/shared/store'

/** Members of hashes, each by its place: what lies there, as text. */
type Members = Map<string, string>

/**
 * Reads every key of the store's families and holds the two sides against each other.
 * @returns a sentence for each thing that does not fit; none where the store is whole
 */
export async function auditStore(store: Store): Promise<string[]> {
  const present = new Set<string>()
  for await (const found of store.redis.scanIterator({ COUNT: 1000 })) {
    for (const key of found) if (/^[srpxc]:/.test(key)) present.add(key)
  }
  const faults: string[] = await checkExpiry(store, present)
  const expected = { received: new Map(), strays: new Map() }
  const received: Members = new Map()
  const records = new Set<string>()
  const busy = await readBusyAccounts(store.redis)

  async function take(key: string): Promise<[Buffer, Buffer][]> {
    return present.delete(key) ? readHash(store.bytes, key) : []
  }

  function collect(key: string, members: [Buffer, Buffer][], into: Members): void {
    for (const [field, value] of members) {
      const place = placeOf(key, field)
      if (into.has(place)) faults.push(`there twice: ${place}`)
      into.set(place, value.toString('hex'))
    }
  }

  for (const bucket of await listBuckets(store.redis, store.layout)) {
    for (let shard = 0; shard < bucket.shards; shard++) {
      const withCid = new Set<string>()
      for (const [field] of await take(keys.cids(bucket.number, shard))) {
        withCid.add(field.toString('hex'))
      }
      for (const [field, value] of await take(keys.sent(bucket.number, shard))) {
        const member = readSent(bucket, shard, field, value)
        withCid.delete(field.toString('hex'))
        const name = nameOf(member)
        if (records.has(name)) faults.push(`two versions of ${name}`)
        records.add(name)
        for (const { path, target } of member.links) {
          const key = keys.received(bucket.number, shardOfTarget(bucket, target))
          const place = placeOf(key, receivedField(bucket, target, { ...member, path }))
          expected.received.set(place, receivedValue(bucket, member).toString('hex'))
        }
        const stray = strayPlaceOf(member, bucket)
        if (!isStray(store.layout, member.rkey, bucket)) continue
        const note = Buffer.from(String(bucket.number)).toString('hex')
        expected.strays.set(placeOf(stray.key, stray.field), note)
      }
      for (const field of withCid) faults.push(`CID of no record: ${bucket.number} ${field}`)
      const shared = keys.received(bucket.number, shard)
      collect(shared, await take(shared), received)
    }
    for (const account of busy.keys()) {
      const shared = keys.received(bucket.number, account % bucket.shards)
      for (let part = 0; part < BUSY_PARTS; part++) {
        collect(shared, await take(keys.receivedPart(bucket.number, account, part)), received)
      }
    }
  }
  const strays: Members = new Map()
  for (const key of Array.from(present).filter((each) => each.startsWith('x:'))) {
    collect(key, await take(key), strays)
  }
  for (const key of present) faults.push(`belongs to no bucket: ${key}`)
  faults.push(...differences('link', expected.received, received))
  faults.push(...differences('stray', expected.strays, strays))
  faults.push(...(await checkHotSets(store)))
  return faults
}

/** Of hot targets, whose sets must hold just the links that the buckets have, once they are filled. */
async function checkHotSets(store: Store): Promise<string[]> {
  const faults: string[] = []
  for (const [name, { target, since }] of await readHotTargets(store.redis)) {
    const hot = { name, since }
    const filled = await store.redis.hLen(keys.hotFilled(name, since))
    if (filled < store.layout.partitions) continue
    const links = await linksTo(store, target, { from: 0, to: Number.POSITIVE_INFINITY })
    const hidden = await readHidden(store, new Set(links.map(({ author }) => author)))
    const sources = new Set([...links.map(sourceText), ...(await readHotSources(store.redis, hot))])
    for (const source of sources) {
      const all = links.filter((link) => sourceText(link) === source)
      const listed = all.filter(({ author }) => !hidden.has(author))
      const paused = all.filter(({ author }) => hidden.get(author) === 'deactivated')
      const lasts = new Map(
        listed.toSorted((a, b) => a.time - b.time).map((l) => [l.author, l.time]),
      )
      const expected: Record<keyof HotKeys, string[]> = {
        links: listed.map((link) => `${hotMember(link).toString('hex')} ${link.time}`),
        authored: listed.map((link) => `${authoredMember(link).toString('hex')} 0`),
        authors: Array.from(
          lasts,
          ([author, at]) => `${authorMember(author).toString('hex')} ${at}`,
        ),
        paused: paused.map((link) => `${hotMember(link).toString('hex')} ${link.time}`),
      }
      const sets = hotKeysOf(hot, source)
      for (const set of ['links', 'authored', 'authors', 'paused'] as const) {
        const found = await store.bytes.zRangeWithScores(sets[set], 0, -1)
        const actual = found.map(({ value, score }) => `${value.toString('hex')} ${score}`)
        const odd = new Set(actual).symmetricDifference(new Set(expected[set]))
        if (odd.size > 0) faults.push(`${set} of ${source} to ${name}: ${[...odd].join(', ')}`)
      }
    }
  }
  return faults
}

async function checkExpiry(store: Store, present: Set<string>): Promise<string[]> {
  const expires = store.retention < Number.POSITIVE_INFINITY
  const checked = await Promise.all(
    Array.from(present, async (key) => ((await store.redis.ttl(key)) > 0 === expires ? [] : [key])),
  )
  return checked.flat().map((key) => `${expires ? 'never expires' : 'expires'}: ${key}`)
}

function differences(what: string, expected: Members, actual: Members): string[] {
  const missing = Array.from(expected, ([place, value]) => {
    const found = actual.get(place)
    if (found === undefined) return [`${what} missing: ${place}`]
    return found === value ? [] : [`${what} is ${found}, not ${value}: ${place}`]
  })
  const orphans = Array.from(actual.keys()).filter((place) => !expected.has(place))
  return [...missing.flat(), ...orphans.map((place) => `${what} of no record: ${place}`)]
}

function placeOf(key: string, field: Buffer): string {
  return `${key} ${field.toString('hex')}`
}

function nameOf({ author, collection, rkey }: SentMember): string {
  return `${author}/${collection}/${rkey}`
}
