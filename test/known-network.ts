import { tidOf } from '@orrery/shared/tid'
import { serveAppView } from '../demo/appview.ts'
import { createDirectory } from '../demo/directory.ts'
import { loggedOf } from '../demo/event-log.ts'
import { serveJetstream } from '../demo/jetstream-server.ts'
import { createMemoryLog } from '../demo/memory-log.ts'
import { createAccounts } from '../demo/simulation/accounts.ts'
import { avatarOf } from '../demo/simulation/avatar.ts'

const PARTNERS = 35

/**
 * A network in which one account's circle is known: its partner of rank k likes it 41 - k times, so
 * ranks 1 to 10 are its first orbit and 11 to 30 its second.
 */
export async function serveKnownNetwork() {
  const accountOf = createAccounts(7)
  const accounts = Array.from({ length: PARTNERS + 1 }, (_, number) => accountOf(number))
  const [owner, ...partners] = accounts
  if (!owner) throw new Error('the network has an owner')
  const start = Date.now() * 1000 - 7_200_000_000
  const post = `at://${owner.did}/app.bsky.feed.post/${tidOf(start, 1)}`
  const log = createMemoryLog(10_000)
  let time = start
  log.append(
    partners.flatMap(({ did }, index) =>
      Array.from({ length: PARTNERS + 5 - index }, () => {
        time += 1_000_000
        const rkey = tidOf(time, 2)
        const collection = 'app.bsky.feed.like'
        const record = { $type: collection, subject: { uri: post, cid: 'bafy' } }
        const commit = { rev: rkey, operation: 'create', collection, rkey, record }
        return loggedOf({ did, time_us: time, kind: 'commit', commit })
      }),
    ),
  )
  const jetstream = await serveJetstream({ port: 0, source: log })
  const appView = await serveAppView({
    port: 0,
    directory: createDirectory(accounts),
    drawAvatar: async (did) =>
      avatarOf(
        7,
        accounts.findIndex((account) => account.did === did),
      ),
  })
  return {
    owner,
    partners,
    /** Has somebody write a record now; returns its at-uri. */
    write(did: string, collection: string, record: object): string {
      time = Math.max(time + 1, Date.now() * 1000)
      const rkey = tidOf(time, 3)
      const commit = { rev: rkey, operation: 'create', collection, rkey, record }
      log.append([loggedOf({ did, time_us: time, kind: 'commit', commit })])
      return `at://${did}/${collection}/${rkey}`
    },
    lastTime: time,
    jetstreamUrl: jetstream.url,
    appViewUrl: appView.url,
    async [Symbol.asyncDispose]() {
      await jetstream[Symbol.asyncDispose]()
      await appView[Symbol.asyncDispose]()
    },
  }
}
